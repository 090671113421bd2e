import { type CryptoKey, errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { Fault } from '../domain/faults.ts';
import { type JobId, type ObjectId, parseId, type TenantId } from '../domain/ids.ts';
import type { WorkContext } from '../domain/principal.ts';
import { packIds, unpackIds } from './pack-ids.ts';
import { sha256 } from './token-cache.ts';

/**
 * The user context on the internal hop: a short-lived statement of the Gateway, signed with its own key, that this
 * person asks exactly this request. It is bound to audience, method, path with query, and body.
 */
export const CONTEXT_HEADER = 'x-azimuth-context';
export const CONTEXT_LIFE_SECONDS = 60;
const ALGORITHM = 'ES256';
const CLOCK_TOLERANCE_SECONDS = 2;
/** Instances' clocks differ: what forgets used contexts may be ahead of what still accepts them. */
const REMEMBER_SECONDS = 300;

/** The request that a context belongs to. `path` includes the query; `body` is empty where there is none. */
export type BoundRequest = {
  readonly audience: string;
  readonly method: string;
  readonly path: string;
  readonly body: Uint8Array<ArrayBuffer>;
};

export type SigningKey = { readonly keyId: string; readonly privateKey: CryptoKey };

/** What a verified context says. `id` is used up by a write; `grant` is still in its carried form. */
export type VerifiedContext = {
  readonly context: WorkContext;
  readonly grant: unknown;
  readonly id: string;
  /** Until when its use must be remembered: well after every instance refuses it as expired. */
  readonly keepUntil: string;
};

export async function signContext(
  key: SigningKey,
  request: BoundRequest,
  context: WorkContext,
  grant: unknown,
  now: Date,
): Promise<string> {
  const issued = Math.floor(now.getTime() / 1000);
  const claims = { ...(await bindingOf(request)), rid: context.requestId, who: writeWho(context), grant };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: ALGORITHM, kid: key.keyId, typ: 'azimuth-context+jwt' })
    .setAudience(request.audience)
    .setIssuedAt(issued)
    .setNotBefore(issued)
    .setExpirationTime(issued + CONTEXT_LIFE_SECONDS)
    .setJti(crypto.randomUUID())
    .sign(key.privateKey);
}

/**
 * Checks signature, life and binding. Anything amiss is `hop-refused`; the reason is for the log, not for the reply.
 * `findKey` answers the public key of a key id that some Gateway instance published and that has not expired.
 */
export async function verifyContext(
  token: string | null,
  request: BoundRequest,
  findKey: (keyId: string) => Promise<CryptoKey | undefined>,
  now: Date,
): Promise<VerifiedContext> {
  if (token === null) throw new Fault('hop-refused', { why: 'no signed context' });
  const payload = await verifySignature(token, request.audience, findKey, now);
  const claims = Claims.safeParse(payload);
  if (!claims.success) throw new Fault('hop-refused', { why: 'context malformed' });
  const { data } = claims;
  if (data.exp - data.iat > CONTEXT_LIFE_SECONDS) throw new Fault('hop-refused', { why: 'context lives too long' });
  const binding = await bindingOf(request);
  if (data.mth !== binding.mth || data.pth !== binding.pth || data.bdy !== binding.bdy) {
    throw new Fault('hop-refused', { why: 'context was made for another request' });
  }
  return {
    context: readWho(data.who, data.rid),
    grant: data.grant,
    id: data.jti,
    keepUntil: new Date((data.exp + REMEMBER_SECONDS) * 1000).toISOString(),
  };
}

async function verifySignature(
  token: string,
  audience: string,
  findKey: (keyId: string) => Promise<CryptoKey | undefined>,
  now: Date,
): Promise<JWTPayload> {
  const keyOf = async (header: { kid?: string }): Promise<CryptoKey> => {
    const key = header.kid === undefined ? undefined : await findKey(header.kid);
    if (key === undefined) throw new Fault('hop-refused', { why: 'context key unknown' });
    return key;
  };
  try {
    const { payload } = await jwtVerify(token, keyOf, {
      algorithms: [ALGORITHM],
      audience,
      typ: 'azimuth-context+jwt',
      currentDate: now,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
    });
    return payload;
  } catch (cause) {
    if (cause instanceof errors.JOSEError) throw new Fault('hop-refused', { why: cause.code }, { cause });
    throw cause;
  }
}

async function bindingOf(request: BoundRequest): Promise<{ mth: string; pth: string; bdy: string }> {
  return { mth: request.method.toUpperCase(), pth: request.path, bdy: await sha256(request.body) };
}

const Who = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('user'),
    is: z.enum(['user', 'guest', 'service']),
    tid: z.guid(),
    oid: z.guid(),
    name: z.string(),
    upn: z.string(),
    eun: z.string(),
    admin: z.boolean(),
    edit: z.boolean(),
    groups: z.string().regex(/^[\w-]*$/),
    ip: z.string(),
    agent: z.string(),
  }),
  z.strictObject({ kind: z.literal('system'), tid: z.guid(), job: z.guid() }),
]);
type Who = z.infer<typeof Who>;

const Claims = z.object({
  iat: z.number(),
  exp: z.number(),
  jti: z.guid(),
  mth: z.string(),
  pth: z.string(),
  bdy: z.string(),
  rid: z.string(),
  who: Who,
  grant: z.unknown(),
});

function writeWho(context: WorkContext): Who {
  if (context.kind === 'system') return { kind: 'system', tid: context.tenantId, job: context.jobId };
  const { caller, client } = context;
  return {
    kind: 'user',
    is: caller.kind,
    tid: caller.tenantId,
    oid: caller.objectId,
    name: caller.displayName,
    upn: caller.signInName,
    eun: caller.effectiveUserName,
    admin: caller.isAdministrator,
    edit: caller.mayEdit,
    groups: packIds(caller.groupIds),
    ip: client.ip,
    agent: client.userAgent,
  };
}

function readWho(who: Who, requestId: string): WorkContext {
  const tenantId = parseId<TenantId>(who.tid);
  if (tenantId === undefined) throw new Fault('hop-refused', { why: 'context malformed' });
  if (who.kind === 'system') {
    const jobId = parseId<JobId>(who.job);
    if (jobId === undefined) throw new Fault('hop-refused', { why: 'context malformed' });
    return { kind: 'system', tenantId, jobId, requestId };
  }
  const objectId = parseId<ObjectId>(who.oid);
  if (objectId === undefined) throw new Fault('hop-refused', { why: 'context malformed' });
  return {
    kind: 'user',
    requestId,
    client: { ip: who.ip, userAgent: who.agent },
    caller: {
      kind: who.is,
      tenantId,
      objectId,
      displayName: who.name,
      signInName: who.upn,
      effectiveUserName: who.eun,
      isAdministrator: who.admin,
      mayEdit: who.edit,
      groupIds: unpackIds(who.groups),
    },
  };
}

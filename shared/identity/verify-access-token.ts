import { decodeJwt, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { Fault } from '../domain/faults.ts';
import { type ObjectId, parseId, type TenantId } from '../domain/ids.ts';
import type { Caller } from '../domain/principal.ts';
import { isKeyTrouble } from './key-trouble.ts';
import { createTokenCache, sha256 } from './token-cache.ts';

/** How the access tokens of the service's own API must look. */
export type AccessTokenRules = {
  /** Issuer with `{tenantid}` in place of the tenant's id, e.g. `https://login.microsoftonline.com/{tenantid}/v2.0`. */
  readonly issuer: string;
  /** The application id of the API. */
  readonly audience: string;
  /** The scope that a delegated token must carry, by its last part, e.g. `user_impersonation`. */
  readonly scope: string;
  readonly keys: JWTVerifyGetKey;
  readonly isKnownTenant: (tenantId: TenantId) => Promise<boolean>;
  readonly now: () => Date;
};

const SKEW_SECONDS = 60;
const MAX_TOKEN_LENGTH = 16_384;

/**
 * A verifier of `Authorization` headers. It answers the caller or throws `token-missing`, `token-expired`,
 * `token-invalid`, `scope-missing` or `tenant-unknown`. Rules I-20 to I-26: RS256 by the issuer's own keys, issuer by
 * tenant template, audience, times, scope or role, tenant onboarded; the person is tenant and object id.
 */
export function createAccessTokenVerifier(rules: AccessTokenRules): (header: string | null) => Promise<Caller> {
  const cache = createTokenCache<Read>(10_000);
  return async (header) => {
    const token = bearerToken(header);
    const key = await sha256(token);
    const nowSeconds = Math.floor(rules.now().getTime() / 1000);
    const cached = cache.get(key, nowSeconds);
    const { caller, expiresAt } = cached ?? (await read(token, rules));
    // Asked each time: a token outlives its tenant's leave to use the service.
    if (!(await rules.isKnownTenant(caller.tenantId))) throw new Fault('tenant-unknown', {});
    if (cached === undefined) cache.set(key, { caller, expiresAt }, expiresAt);
    return caller;
  };
}

type Read = { readonly caller: Caller; readonly expiresAt: number };

async function read(token: string, rules: AccessTokenRules): Promise<Read> {
  const payload = await verify(token, rules);
  return { caller: callerOf(payload, rules.scope), expiresAt: payload.exp ?? 0 };
}

function bearerToken(header: string | null): string {
  if (header === null || header.trim() === '') throw new Fault('token-missing', {});
  const match = /^Bearer ([A-Za-z0-9\-_]+\.[A-Za-z0-9\-_]+\.[A-Za-z0-9\-_]+)$/i.exec(header.trim());
  if (match?.[1] === undefined || match[1].length > MAX_TOKEN_LENGTH) {
    throw new Fault('token-invalid', { why: 'not a bearer token' });
  }
  return match[1];
}

async function verify(token: string, rules: AccessTokenRules): Promise<JWTPayload> {
  try {
    const claimed = parseId<TenantId>(String(decodeJwt(token)['tid'] ?? ''));
    if (claimed === undefined) throw new Fault('token-invalid', { why: 'no tid' });
    const { payload } = await jwtVerify(token, rules.keys, {
      algorithms: ['RS256'],
      issuer: rules.issuer.replace('{tenantid}', claimed),
      audience: rules.audience,
      clockTolerance: SKEW_SECONDS,
      currentDate: rules.now(),
      requiredClaims: ['exp', 'iat', 'tid', 'oid'],
    });
    return payload;
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    if (cause instanceof errors.JWTExpired) throw new Fault('token-expired', {}, { cause });
    if (cause instanceof errors.JOSEError && !isKeyTrouble(cause)) {
      throw new Fault('token-invalid', { why: cause.code }, { cause });
    }
    throw new Fault('upstream-unavailable', { role: 'identity provider' }, { cause });
  }
}

function callerOf(payload: JWTPayload, scope: string): Caller {
  const text = (name: string): string => (typeof payload[name] === 'string' ? payload[name] : '');
  const tenantId = parseId<TenantId>(text('tid'));
  const objectId = parseId<ObjectId>(text('oid'));
  if (tenantId === undefined || objectId === undefined) throw new Fault('token-invalid', { why: 'tid or oid' });
  const isService = payload['scp'] === undefined;
  if (isService) requireApplication(payload);
  else if (!text('scp').split(' ').includes(scope)) throw new Fault('scope-missing', { wanted: scope });
  const signInName = text('upn') || text('preferred_username');
  return {
    kind: isService ? 'service' : 'user',
    tenantId,
    objectId,
    displayName: text('name') || text('app_displayname') || signInName || objectId,
    signInName,
    effectiveUserName: isService ? '' : signInName,
    groupIds: groupsOf(payload['groups']),
  };
}

/**
 * A token without a scope must be an application's own: not a person's ID token, which can carry roles too. `idtyp` is
 * optional in Entra; without it the subject of an application is its object id, and a person's never is. Without a role
 * it is refused: anybody in the tenant can get one (I-25).
 */
function requireApplication({ idtyp, sub, oid, roles }: JWTPayload): void {
  if (idtyp === undefined ? sub !== oid : idtyp !== 'app') {
    throw new Fault('token-invalid', { why: 'neither a scope nor an application' });
  }
  if (!Array.isArray(roles) || roles.length === 0) throw new Fault('scope-missing', { wanted: 'an application role' });
}

function groupsOf(groups: unknown): readonly ObjectId[] {
  if (!Array.isArray(groups)) return [];
  return groups.flatMap((group) => {
    const id = typeof group === 'string' ? parseId<ObjectId>(group) : undefined;
    return id === undefined ? [] : [id];
  });
}

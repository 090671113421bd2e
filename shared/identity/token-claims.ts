import { z } from 'zod';
import { Fault } from '../domain/faults.ts';
import { type ObjectId, parseId } from '../domain/ids.ts';
import type { AccessToken } from './ports.ts';
import { signInNameOf } from './sign-in-name.ts';
import type { TokenIssuer, TokenVersion } from './token-issuer.ts';

/** What a token must carry to be one for this API. */
export type ClaimRules = {
  /** The API by its application id, and for version 1 tokens also by its application id URI. */
  readonly audiences: readonly string[];
  /** The scope that a delegated token must carry, by its last part, e.g. `user_impersonation`. */
  readonly scope: string;
  /** The one role that an application's own token must carry, e.g. `Tenant.Automation`. */
  readonly applicationRole: string;
  /** The client applications whose tokens are taken; empty takes any (I-27). */
  readonly clients: readonly string[];
};

const SKEW_SECONDS = 60;
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const CLIENT_CAN_ANSWER = 'CP1';

/** Directory roles, by template id: Fabric (once Power BI) administrator, Global administrator. */
const ADMINISTRATORS: ReadonlySet<string> = new Set([
  'a9ea8996-122f-4c74-9520-8edcd192826c',
  '62e90394-69f5-4237-9190-012177145e10',
]);

const Claims = z.object({
  aud: z.string(),
  exp: z.number(),
  iat: z.number(),
  nbf: z.number().optional(),
  oid: z.string(),
  sub: z.string().optional(),
  scp: z.string().optional(),
  roles: z.array(z.string()).optional(),
  wids: z.array(z.string()).optional(),
  idtyp: z.string().optional(),
  idp: z.string().optional(),
  iss: z.string(),
  acct: z.union([z.number(), z.string()]).optional(),
  azp: z.string().optional(),
  appid: z.string().optional(),
  name: z.string().optional(),
  app_displayname: z.string().optional(),
  upn: z.string().optional(),
  preferred_username: z.string().optional(),
  unique_name: z.string().optional(),
  xms_cc: z.union([z.string(), z.array(z.string())]).optional(),
});
type Claims = z.infer<typeof Claims>;

/**
 * What the claims of a verified signature say (I-22 to I-28). Throws `token-invalid`, `token-expired` or
 * `scope-missing`. Groups are not read: the directory knows them.
 */
export function readClaims(
  found: Readonly<Record<string, unknown>>,
  issuer: TokenIssuer,
  rules: ClaimRules,
  nowSeconds: number,
): AccessToken {
  const parsed = Claims.safeParse(found);
  if (!parsed.success) throw new Fault('token-invalid', { why: `claim ${parsed.error.issues[0]?.path.join('.')}` });
  const claims = parsed.data;
  checkAudience(claims.aud, issuer.version, rules.audiences);
  checkTimes(claims, nowSeconds);
  const clientId = clientOf(claims, issuer.version, rules.clients);
  const objectId = parseId<ObjectId>(claims.oid);
  if (objectId === undefined) throw new Fault('token-invalid', { why: 'oid is no GUID' });
  const kind = kindOf(claims, rules);
  const signInName = kind === 'user' ? signInNameOf(claims, issuer) : '';
  return {
    kind,
    tenantId: issuer.tenantId,
    objectId,
    displayName: claims.name || claims.app_displayname || signInName || objectId,
    signInName,
    isAdministrator: kind === 'user' && (claims.wids ?? []).some((role) => ADMINISTRATORS.has(role.toLowerCase())),
    clientId,
    issuedAt: claims.iat,
    expiresAt: claims.exp,
    takesChallenges: [claims.xms_cc ?? []]
      .flat()
      .some((one) => one.toUpperCase().split(/\s+/).includes(CLIENT_CAN_ANSWER)),
  };
}

function checkAudience(aud: string, version: TokenVersion, audiences: readonly string[]): void {
  const isOurs = audiences.includes(aud) && (version === '1.0' || GUID.test(aud));
  if (!isOurs) throw new Fault('token-invalid', { why: 'audience' });
}

/** A clock may be a minute off, and no more (I-23). */
function checkTimes({ exp, iat, nbf }: Claims, now: number): void {
  if (exp + SKEW_SECONDS <= now) throw new Fault('token-expired', {});
  if (iat - SKEW_SECONDS > now) throw new Fault('token-invalid', { why: 'issued in the future' });
  if (nbf !== undefined && nbf - SKEW_SECONDS > now) throw new Fault('token-invalid', { why: 'not valid yet' });
}

function clientOf({ azp, appid }: Claims, version: TokenVersion, clients: readonly string[]): string {
  const id = (version === '2.0' ? azp : appid)?.toLowerCase();
  if (id === undefined || !GUID.test(id)) throw new Fault('token-invalid', { why: 'no client application' });
  if (clients.length > 0 && !clients.some((one) => one.toLowerCase() === id)) {
    throw new Fault('token-invalid', { why: 'a client application that is not listed' });
  }
  return id;
}

/**
 * A token without a scope must be an application's own: not a person's ID token, which can carry roles too. `idtyp` is
 * optional in Entra; without it the subject of an application is its object id, and a person's never is. Without the
 * role it is refused: anybody in the tenant can get such a token (I-25).
 */
function kindOf({ scp, idtyp, sub, oid, roles }: Claims, rules: ClaimRules): AccessToken['kind'] {
  if (scp !== undefined) {
    if (idtyp === 'app') throw new Fault('token-invalid', { why: 'an application with a scope' });
    if (!scp.split(' ').includes(rules.scope)) throw new Fault('scope-missing', { wanted: rules.scope });
    return 'user';
  }
  if (idtyp === undefined ? sub !== oid : idtyp !== 'app') {
    throw new Fault('token-invalid', { why: 'neither a scope nor an application' });
  }
  if (!roles?.includes(rules.applicationRole)) throw new Fault('scope-missing', { wanted: rules.applicationRole });
  return 'service';
}

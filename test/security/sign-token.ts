import { type CryptoKey, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import type { IssuerKeys } from '../../shared/identity/issuer-keys.ts';
import type { Principal } from './principals.ts';

export const ISSUER = 'https://login.microsoftonline.com/{tenantid}/v2.0';
export const AUDIENCE = 'a21a0000-0000-4000-8000-0000000000a1';
export const SCOPE = 'user_impersonation';
export const APPLICATION_ROLE = 'Tenant.Automation';
const CLIENT = 'a21a0000-0000-4000-8000-0000000000b1';
const ADMINISTRATOR = 'a9ea8996-122f-4c74-9520-8edcd192826c';
const KEY_ID = 'key-1';

/** Tokens of the principals, and the keys that their issuer publishes. */
export type Signer = {
  readonly keys: IssuerKeys;
  /** Claims of `over` replace the usual ones. */
  sign(who: Principal, now: Date, over?: JWTPayload): Promise<string>;
  /** The same token by a key that is not the issuer's. */
  forge(who: Principal, now: Date): Promise<string>;
};

export async function createSigner(): Promise<Signer> {
  const [own, other] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);
  return {
    keys: async (kid) => (kid === KEY_ID ? { key: own.publicKey, issuer: ISSUER } : undefined),
    sign: (who, now, over = {}) => token(own.privateKey, { ...claimsOf(who, now), ...over }),
    forge: (who, now) => token(other.privateKey, claimsOf(who, now)),
  };
}

function token(key: CryptoKey, claims: JWTPayload): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: KEY_ID }).sign(key);
}

function claimsOf(who: Principal, now: Date): JWTPayload {
  const at = Math.floor(now.getTime() / 1000);
  const common = {
    iss: ISSUER.replace('{tenantid}', who.tenantId),
    aud: AUDIENCE,
    ver: '2.0',
    tid: who.tenantId,
    oid: who.objectId,
    azp: CLIENT,
    iat: at,
    nbf: at,
    exp: at + 3600,
  };
  if (who.kind === 'service') {
    return { ...common, sub: who.objectId, idtyp: 'app', roles: [APPLICATION_ROLE], app_displayname: who.name };
  }
  return {
    ...common,
    sub: `subject of ${who.objectId}`,
    scp: SCOPE,
    name: who.name,
    preferred_username: who.signInName,
    upn: who.signInName,
    ...(who.isAdministrator ? { wids: [ADMINISTRATOR] } : {}),
  };
}

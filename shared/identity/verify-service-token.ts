import { type CryptoKey, errors, jwtVerify } from 'jose';
import { Fault } from '../domain/faults.ts';
import type { IssuerKeys } from './issuer-keys.ts';
import { createTokenCache, sha256 } from './token-cache.ts';
import { isOfOneTenant } from './token-issuer.ts';

/** Which service may call this role: the Gateway's managed identity, with a token for this very role. */
export type ServiceTokenRules = {
  readonly issuer: string;
  readonly audience: string;
  /** The object id of the Gateway's managed identity. */
  readonly callerObjectId: string;
  readonly keys: IssuerKeys;
  readonly now: () => Date;
};

/**
 * A verifier of the service token on the internal hop (I-42). Throws `token-missing` where there is none and
 * `hop-refused` for everything else: a person's token, another role's, another audience. Where the issuer's keys cannot
 * be had it is `upstream-unavailable`.
 */
export function createServiceTokenVerifier(rules: ServiceTokenRules): (header: string | null) => Promise<void> {
  const cache = createTokenCache<true>(100);
  return async (header) => {
    if (header === null) throw new Fault('token-missing', {});
    const token = /^Bearer (\S+)$/.exec(header)?.[1];
    if (token === undefined) throw new Fault('hop-refused', { why: 'not a bearer token' });
    const key = await sha256(token);
    if (cache.get(key, Math.floor(rules.now().getTime() / 1000))) return;
    const expiresAt = await verify(token, rules);
    cache.set(key, true, expiresAt);
  };
}

async function verify(token: string, rules: ServiceTokenRules): Promise<number> {
  try {
    const { payload } = await jwtVerify(token, (header) => findKey(header.kid, rules), {
      algorithms: ['RS256'],
      issuer: rules.issuer,
      audience: rules.audience,
      currentDate: rules.now(),
      requiredClaims: ['exp', 'oid'],
    });
    if (payload['oid'] !== rules.callerObjectId.toLowerCase())
      throw new Fault('hop-refused', { why: 'not the Gateway' });
    if (payload['scp'] !== undefined) throw new Fault('hop-refused', { why: "a person's token" });
    return payload.exp ?? 0;
  } catch (cause) {
    if (cause instanceof errors.JOSEError) throw new Fault('hop-refused', { why: cause.code }, { cause });
    throw cause;
  }
}

/** The issuer's key, which must not be of another tenant by its own property (I-21). */
async function findKey(keyId: string | undefined, rules: ServiceTokenRules): Promise<CryptoKey> {
  const found = keyId === undefined ? undefined : await rules.keys(keyId);
  if (found === undefined || !isOfOneTenant(found.issuer ?? rules.issuer, rules.issuer)) {
    throw new Fault('hop-refused', { why: 'the issuer has no such key' });
  }
  return found.key;
}

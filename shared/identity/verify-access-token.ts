import { compactVerify, errors } from 'jose';
import { Fault } from '../domain/faults.ts';
import type { TenantId } from '../domain/ids.ts';
import { bearerToken, readCompactToken } from './compact-token.ts';
import type { IssuerKeys } from './issuer-keys.ts';
import type { AccessToken } from './ports.ts';
import { createTokenCache, sha256 } from './token-cache.ts';
import { type ClaimRules, readClaims } from './token-claims.ts';
import { mayKeySign, readIssuer } from './token-issuer.ts';

/** How the access tokens of the service's own API must look. */
export type AccessTokenRules = ClaimRules & {
  /**
   * Issuers with `{tenantid}` in place of the tenant's id: `https://login.microsoftonline.com/{tenantid}/v2.0`, and for
   * version 1 tokens `https://sts.windows.net/{tenantid}/`.
   */
  readonly issuers: readonly string[];
  readonly keys: IssuerKeys;
  readonly isKnownTenant: (tenantId: TenantId) => Promise<boolean>;
  readonly now: () => Date;
};

/** `forget` makes the verifier check this token anew the next time: whoever revokes something calls it. */
export type VerifiedToken = { readonly token: AccessToken; readonly forget: () => void };

/** Checks an `Authorization` header. */
export type AccessTokenVerifier = { readonly verify: (header: string | null) => Promise<VerifiedToken> };

type Entry = { readonly token: AccessToken; readonly keyId: string };

const MOST_TOKENS = 10_000;

/**
 * A verifier by the rules I-20 to I-32. It answers the token or throws `token-missing`, `token-expired`,
 * `token-invalid`, `scope-missing`, `tenant-unknown`, or `upstream-unavailable` where the issuer's keys cannot be had.
 * What was verified is remembered by its SHA-256 until it expires, or the issuer withdraws the key.
 */
export function createAccessTokenVerifier(rules: AccessTokenRules): AccessTokenVerifier {
  const cache = createTokenCache<Entry>(MOST_TOKENS);
  return {
    verify: async (header) => {
      const text = bearerToken(header);
      const name = await sha256(text);
      const nowSeconds = Math.floor(rules.now().getTime() / 1000);
      const cached = cache.get(name, nowSeconds);
      const isGood = cached !== undefined && (await rules.keys(cached.keyId)) !== undefined;
      const entry = isGood ? cached : await read(text, rules, nowSeconds);
      // Asked each time: a token outlives its tenant's leave to use the service.
      if (!(await rules.isKnownTenant(entry.token.tenantId))) throw new Fault('tenant-unknown', {});
      if (!isGood) cache.set(name, entry, entry.token.expiresAt);
      return { token: entry.token, forget: () => cache.delete(name) };
    },
  };
}

async function read(text: string, rules: AccessTokenRules, nowSeconds: number): Promise<Entry> {
  const { keyId, claims } = readCompactToken(text);
  const key = await rules.keys(keyId);
  if (key === undefined) throw new Fault('token-invalid', { why: 'the issuer has no such key' });
  try {
    await compactVerify(text, key.key, { algorithms: ['RS256'] });
  } catch (cause) {
    if (cause instanceof errors.JOSEError) throw new Fault('token-invalid', { why: cause.code }, { cause });
    throw cause;
  }
  const issuer = readIssuer(claims, rules.issuers);
  if (!mayKeySign(key.issuer, rules.issuers, issuer.tenantId)) {
    throw new Fault('token-invalid', { why: 'a key of another issuer' });
  }
  return { token: readClaims(claims, issuer, rules, nowSeconds), keyId };
}

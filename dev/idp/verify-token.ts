import { createLocalJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import { issuerOf, type ProviderSettings } from './provider-settings.ts';

export type Verified =
  | { readonly kind: 'valid'; readonly claims: JWTPayload }
  | { readonly kind: 'expired' }
  | { readonly kind: 'invalid' };

/** Checks a token that this provider has issued: its key, its time, for whom it is, and the issuer of its own tenant. */
export async function verifyOwnToken(
  settings: ProviderSettings,
  token: string,
  audience: readonly string[],
): Promise<Verified> {
  const keys = createLocalJWKSet({ keys: settings.keyRing.published().map(({ publicJwk }) => publicJwk) });
  try {
    const { payload } = await jwtVerify(token, keys, {
      algorithms: ['RS256'],
      audience: [...audience],
      currentDate: settings.now(),
    });
    const isOfTenant = typeof payload['tid'] === 'string' && payload.iss === issuerOf(payload['tid']);
    return isOfTenant ? { kind: 'valid', claims: payload } : { kind: 'invalid' };
  } catch (thrown) {
    if (!(thrown instanceof errors.JOSEError)) throw thrown;
    return { kind: thrown instanceof errors.JWTExpired ? 'expired' : 'invalid' };
  }
}

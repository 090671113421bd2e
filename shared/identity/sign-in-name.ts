import type { TokenIssuer } from './token-issuer.ts';

/** The claims that a sign-in name depends on. */
export type NameClaims = {
  readonly iss: string;
  readonly upn?: string | undefined;
  readonly preferred_username?: string | undefined;
  readonly unique_name?: string | undefined;
  readonly idp?: string | undefined;
  readonly acct?: string | number | undefined;
};

/**
 * The UPN. The other names stand in for it where the token has none, but not a guest's: those are the names of another
 * organisation, and might be somebody else's here (I-28).
 */
export function signInNameOf(claims: NameClaims, issuer: TokenIssuer): string {
  if (claims.upn) return claims.upn;
  if (isGuest(claims, issuer)) return '';
  return (issuer.version === '2.0' ? claims.preferred_username : claims.unique_name) ?? '';
}

function isGuest({ acct, idp, iss }: NameClaims, { tenantId }: TokenIssuer): boolean {
  const isOwn = idp === undefined || idp === iss || idp === `https://sts.windows.net/${tenantId}/`;
  return String(acct ?? 0) === '1' || !isOwn;
}

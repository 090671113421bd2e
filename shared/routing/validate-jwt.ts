import type { EdgeFault } from './edge-fault.ts';
import type { ValidateJwt } from './gateway-policies-schema.ts';

export type Claims = Readonly<Record<string, unknown>>;

/** What a verifier found: the claims of a token whose signature is good, or why it is not. */
export type VerifiedToken =
  | { readonly kind: 'claims'; readonly claims: Claims }
  | { readonly kind: 'refused'; readonly reason: TokenReason };
/** Checks a signature against the keys of the policy's authority, and nothing else. */
export type Verifier = (token: string, openIdConfig: string) => Promise<VerifiedToken>;

/** API Management's words for what is wrong with a token. They go to the log, not to the client. */
export type TokenReason =
  | 'TokenNotPresent'
  | 'JwtInvalid'
  | 'TokenSignatureInvalid'
  | 'TokenSignatureKeyNotFound'
  | 'TokenExpired'
  | 'TokenAudienceNotAllowed'
  | 'TokenIssuerNotAllowed'
  | 'TokenClaimNotFound'
  | 'TokenClaimValueNotAllowed';

export type TokenDecision =
  | { readonly kind: 'accepted'; readonly claims: Claims }
  | { readonly kind: 'refused'; readonly reason: TokenReason; readonly fault: EdgeFault };

/** Takes the bearer token of a request, has its signature checked, and decides over its claims. */
export async function validateJwt(
  policy: ValidateJwt,
  authorization: string | undefined,
  verify: Verifier,
  nowSeconds: number,
): Promise<TokenDecision> {
  const token = /^bearer +([^\s,]+)$/i.exec(authorization?.trim() ?? '')?.[1];
  if (token === undefined) return refuse('TokenNotPresent');
  const verified = await verify(token, policy.openIdConfig);
  return verified.kind === 'refused' ? refuse(verified.reason) : decideClaims(policy, verified.claims, nowSeconds);
}

/** Decides over the claims of a token whose signature is good: issuer, audience, life, and what the policy requires. */
export function decideClaims(policy: ValidateJwt, claims: Claims, nowSeconds: number): TokenDecision {
  const reason =
    lifeProblem(policy, claims, nowSeconds) ??
    issuerProblem(policy, claims) ??
    audienceProblem(policy, claims) ??
    requiredProblem(policy, claims);
  return reason === undefined ? { kind: 'accepted', claims } : refuse(reason);
}

function refuse(reason: TokenReason): TokenDecision {
  return { kind: 'refused', reason, fault: faultFor(reason) };
}

function faultFor(reason: TokenReason): EdgeFault {
  if (reason === 'TokenNotPresent') return { code: 'TokenMissing' };
  return { code: reason === 'TokenExpired' ? 'TokenExpired' : 'TokenInvalid' };
}

function lifeProblem(
  { clockSkewSeconds, requireExpirationTime }: ValidateJwt,
  { exp, nbf }: Claims,
  nowSeconds: number,
): TokenReason | undefined {
  if (exp === undefined && requireExpirationTime) return 'JwtInvalid';
  if (exp !== undefined && typeof exp !== 'number') return 'JwtInvalid';
  if (exp !== undefined && exp + clockSkewSeconds <= nowSeconds) return 'TokenExpired';
  if (nbf === undefined) return undefined;
  return typeof nbf === 'number' && nbf - clockSkewSeconds <= nowSeconds ? undefined : 'JwtInvalid';
}

/** `{tid}` in an issuer is the tenant that the token itself names, so that a token of one tenant cannot speak for another. */
function issuerProblem({ issuers }: ValidateJwt, { iss, tid }: Claims): TokenReason | undefined {
  if (issuers.length === 0) return undefined;
  const tenant = typeof tid === 'string' && /^[0-9a-f-]{36}$/i.test(tid) ? tid : undefined;
  const isMine = issuers.some((issuer) =>
    issuer.includes('{tid}') ? tenant !== undefined && issuer.replaceAll('{tid}', tenant) === iss : issuer === iss,
  );
  return isMine ? undefined : 'TokenIssuerNotAllowed';
}

function audienceProblem({ audiences }: ValidateJwt, { aud }: Claims): TokenReason | undefined {
  return valuesOf(aud, undefined).some((value) => audiences.includes(value)) ? undefined : 'TokenAudienceNotAllowed';
}

function requiredProblem({ requiredClaims }: ValidateJwt, claims: Claims): TokenReason | undefined {
  for (const { name, match, values, separator } of requiredClaims) {
    const found = Object.hasOwn(claims, name) ? valuesOf(claims[name], separator) : [];
    if (found.length === 0) return 'TokenClaimNotFound';
    const has = (wanted: string) => found.includes(wanted);
    if (values.length > 0 && !(match === 'all' ? values.every(has) : values.some(has))) {
      return 'TokenClaimValueNotAllowed';
    }
  }
  return undefined;
}

function valuesOf(claim: unknown, separator: string | undefined): readonly string[] {
  if (Array.isArray(claim)) return claim.filter((value) => typeof value === 'string');
  if (typeof claim === 'string') return separator === undefined ? [claim] : claim.split(separator).filter(Boolean);
  return typeof claim === 'number' || typeof claim === 'boolean' ? [String(claim)] : [];
}

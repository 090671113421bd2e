import { type Call, type Claims, failed, NEXT, type Step, type World } from './call.ts';
import { childOf, type Policy, textsIn } from './policy-xml.ts';

/** `validate-jwt`: scheme, signature, life, issuer, audience and what is required, then the token is kept. */
export function validateJwt(policy: Policy, call: Call, { verify, nowMs }: World): Step {
  const { attributes } = policy;
  const status = Number(attributes['failed-validation-httpcode']);
  const sent = call.headers.get((attributes['header-name'] ?? '').toLowerCase()) ?? '';
  const [scheme = '', token = ''] = sent.split(' ');
  if (token === '' || scheme.toLowerCase() !== (attributes['require-scheme'] ?? '').toLowerCase()) {
    return failed('TokenNotPresent', status);
  }
  if (!childOf(policy, 'openid-config').attributes['url']?.startsWith('https://')) {
    throw new Error('keys are fetched over https only');
  }
  const claims = verify(token);
  if (claims === undefined) return failed('TokenSignatureInvalid', status);
  const reason = lifeProblem(policy, claims, nowMs / 1000) ?? claimProblem(policy, claims);
  if (reason !== undefined) return failed(reason, status);
  call.variables.set(attributes['output-token-variable-name'] ?? '', claims);
  return NEXT;
}

function lifeProblem({ attributes }: Policy, { exp, nbf }: Claims, now: number): string | undefined {
  const skew = Number(attributes['clock-skew'] ?? 0);
  if (exp === undefined) return attributes['require-expiration-time'] === 'false' ? undefined : 'JwtInvalid';
  if (Number(exp) + skew <= now) return 'TokenExpired';
  return nbf !== undefined && Number(nbf) - skew > now ? 'JwtInvalid' : undefined;
}

function claimProblem(policy: Policy, claims: Claims): string | undefined {
  const issuers = textsIn(policy, 'issuers');
  if (issuers.length > 0 && !issuers.includes(String(claims['iss']))) return 'TokenIssuerNotAllowed';
  const audiences = textsIn(policy, 'audiences');
  if (audiences.length > 0 && !listOf(claims['aud']).some((aud) => audiences.includes(aud))) {
    return 'TokenAudienceNotAllowed';
  }
  const required = policy.children.filter(({ name }) => name === 'required-claims').flatMap(({ children }) => children);
  for (const { attributes, children } of required) {
    const found = listOf(claims[attributes['name'] ?? ''], attributes['separator']);
    if (found.length === 0) return 'TokenClaimNotFound';
    const wanted = children.map(({ text }) => text);
    const has = (value: string): boolean => found.includes(value);
    const isMet = attributes['match'] === 'any' ? wanted.length === 0 || wanted.some(has) : wanted.every(has);
    if (!isMet) return 'TokenClaimValueNotAllowed';
  }
  return undefined;
}

function listOf(claim: unknown, separator?: string): readonly string[] {
  if (claim === undefined) return [];
  if (Array.isArray(claim)) return claim.map(String);
  return separator === undefined ? [String(claim)] : String(claim).split(separator);
}

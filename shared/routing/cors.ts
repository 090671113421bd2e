import type { Cors } from './gateway-policies-schema.ts';
import { type RequestFacts, textOf } from './request-facts.ts';

export type CorsDecision =
  /** No business of this policy: the call goes on, and its answer gets nothing. */
  | { readonly kind: 'same-origin' }
  /** The call goes on, and its answer gets these headers. */
  | { readonly kind: 'cross-origin'; readonly headers: readonly string[] }
  /** The call ends here with this empty answer: a preflight, or one that is not let through. */
  | { readonly kind: 'answer'; readonly status: 200; readonly headers: readonly string[] };

const SAME_ORIGIN: CorsDecision = { kind: 'same-origin' };
/** Methods and headers that a browser sends without asking. */
const SIMPLE_METHODS = ['GET', 'HEAD', 'POST'];
const SIMPLE_HEADERS = ['accept', 'accept-language', 'content-language', 'content-type'];

/**
 * Decides over a call from a page of another origin. Preflights are answered here and go no further. A call that is
 * not let through ends with an empty 200 without CORS headers, or goes on without them where the policy says so.
 */
export function decideCors(policy: Cors, { method, headers }: Pick<RequestFacts, 'method' | 'headers'>): CorsDecision {
  const origin = textOf(headers['origin']);
  if (origin === undefined) return SAME_ORIGIN;
  const wanted = method === 'OPTIONS' ? textOf(headers['access-control-request-method']) : undefined;
  const isAllowed = policy.origins.includes('*') || policy.origins.includes(origin);
  if (wanted === undefined) {
    if (isAllowed) return { kind: 'cross-origin', headers: [...originHeaders(policy, origin), ...exposed(policy)] };
    return unmatched(policy);
  }
  const asked = (textOf(headers['access-control-request-headers']) ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter(Boolean);
  if (!isAllowed || !takesMethod(policy, wanted) || !asked.every((name) => takesHeader(policy, name))) {
    return unmatched(policy);
  }
  return { kind: 'answer', status: 200, headers: preflightHeaders(policy, origin, wanted, asked) };
}

function unmatched({ terminateUnmatched }: Cors): CorsDecision {
  return terminateUnmatched ? { kind: 'answer', status: 200, headers: [] } : SAME_ORIGIN;
}

function takesMethod({ methods }: Cors, wanted: string): boolean {
  return SIMPLE_METHODS.includes(wanted) || methods.some((method) => method === wanted);
}

function takesHeader({ headers }: Cors, name: string): boolean {
  return SIMPLE_HEADERS.includes(name) || headers.some((header) => header === '*' || header.toLowerCase() === name);
}

function originHeaders({ origins, credentials }: Cors, origin: string): readonly string[] {
  if (origins.includes('*')) return ['Access-Control-Allow-Origin', '*'];
  const shown = ['Access-Control-Allow-Origin', origin, 'Vary', 'Origin'];
  return credentials ? [...shown, 'Access-Control-Allow-Credentials', 'true'] : shown;
}

function exposed({ exposeHeaders }: Cors): readonly string[] {
  return exposeHeaders.length === 0 ? [] : ['Access-Control-Expose-Headers', exposeHeaders.join(', ')];
}

function preflightHeaders(policy: Cors, origin: string, method: string, asked: readonly string[]): readonly string[] {
  return [
    ...originHeaders(policy, origin),
    'Access-Control-Allow-Methods',
    method,
    ...(asked.length === 0 ? [] : ['Access-Control-Allow-Headers', asked.join(', ')]),
    ...(policy.maxAgeSeconds === undefined ? [] : ['Access-Control-Max-Age', String(policy.maxAgeSeconds)]),
  ];
}

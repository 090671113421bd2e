import { redirectTo } from './redirect-location.ts';
import type { RequestFacts } from './request-facts.ts';
import type { Route } from './routing.ts';

/** What a request over this scheme comes to. */
export type SchemeDecision =
  | { readonly kind: 'serve' }
  | { readonly kind: 'redirect'; readonly status: 307; readonly location: string }
  | { readonly kind: 'no-route' };

const SERVE: SchemeDecision = { kind: 'serve' };

/**
 * Plain HTTP is sent to HTTPS where the route says so, and a scheme that the route does not take has no route. On the
 * plain listener of a development stack (`plainIsServed`), which is on loopback, HTTP is served.
 */
export function checkScheme(
  { protocols, httpsRedirect }: Pick<Route, 'protocols' | 'httpsRedirect'>,
  request: Pick<RequestFacts, 'scheme' | 'host' | 'path' | 'query'>,
  plainIsServed: boolean,
): SchemeDecision {
  const isPlain = request.scheme === 'http';
  if (isPlain && plainIsServed) return SERVE;
  if (isPlain && httpsRedirect) {
    const location = redirectTo({ type: 'UrlRedirect', status: 307, protocol: 'Https' }, request);
    return { kind: 'redirect', status: 307, location };
  }
  return protocols.includes(isPlain ? 'Http' : 'Https') ? SERVE : { kind: 'no-route' };
}

/** The scheme towards the origin; `asked` is the client's. */
export function schemeToOrigin({ forwarding }: Pick<Route, 'forwarding'>, asked: 'http' | 'https'): 'http' | 'https' {
  switch (forwarding) {
    case 'HttpOnly':
      return 'http';
    case 'HttpsOnly':
      return 'https';
    case 'MatchRequest':
      return asked;
  }
}

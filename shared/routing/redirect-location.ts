import type { RequestFacts } from './request-facts.ts';
import type { UrlRedirect } from './rule-schema.ts';

/** Where a redirect leads: what it does not name stays as the client asked for it. */
export function redirectTo(
  { protocol, host, path, query, fragment }: UrlRedirect,
  asked: Pick<RequestFacts, 'scheme' | 'host' | 'path' | 'query'>,
): string {
  const scheme = protocol === 'MatchRequest' ? asked.scheme : protocol === 'Https' ? 'https' : 'http';
  const search = query === undefined ? asked.query : `?${query}`;
  const hash = fragment === undefined ? '' : `#${fragment}`;
  // A path of two slashes would be read as another host by itself, but never behind a host.
  return `${scheme}://${host ?? hostFor(asked.host, scheme, asked.scheme)}${path ?? asked.path}${search}${hash}`;
}

/** A port belongs to the scheme that was asked with. */
function hostFor(host: string, scheme: string, askedScheme: string): string {
  return scheme === askedScheme ? host : host.replace(/:\d+$/, '');
}

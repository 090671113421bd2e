import type { Seen } from './condition.ts';
import type { RedirectAction, RewriteAction } from './front-door-actions.ts';

const STATUSES = { Moved: 301, Found: 302, TemporaryRedirect: 307, PermanentRedirect: 308 } as const;

/** Where a redirect leads: what is empty is kept as it was asked. */
export function redirectOf(
  redirect: RedirectAction,
  seen: Seen,
): { readonly status: number; readonly location: string } {
  const { redirectType, destinationProtocol, customHostname, customPath, customQueryString, customFragment } = redirect;
  const scheme = destinationProtocol === 'MatchRequest' ? seen.scheme : destinationProtocol.toLowerCase();
  const query = customQueryString || seen.query;
  const parts = [
    `${scheme}://`,
    customHostname || seen.host,
    customPath || seen.path,
    ...(query === '' ? [] : ['?', query]),
    ...(customFragment ? ['#', customFragment] : []),
  ];
  return { status: STATUSES[redirectType], location: parts.join('') };
}

/**
 * The path at the origin. A rewrite looks only at what follows the wildcard pattern; then the route's origin path takes the
 * place of what the pattern matched.
 */
export function pathAtOrigin(
  { pattern, originPath }: { readonly pattern: string; readonly originPath: string | undefined },
  rewrite: RewriteAction | undefined,
  path: string,
): string {
  if (!pattern.endsWith('*')) return originPath ?? path;
  const before = path.slice(0, pattern.length - 2);
  const after = rewrite === undefined ? path.slice(before.length) : rewritten(rewrite, path.slice(before.length));
  return originPath === undefined ? before + after : originPath + after.slice(1);
}

function rewritten({ sourcePattern, destination, preserveUnmatchedPath }: RewriteAction, rest: string): string {
  if (rest.indexOf(sourcePattern) !== 0) return rest;
  return preserveUnmatchedPath ? destination + rest.substring(sourcePattern.length) : destination;
}

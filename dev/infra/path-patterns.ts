import type { RoutingConfig } from '../../shared/routing/routing-config.ts';

type Route = RoutingConfig['routes'][number];

/** Where a request's path begins: Front Door shows its rules the path alone or the whole address. */
const BEFORE_PATH = '^(?:https?://[^/?#]+)?';

/** A regular expression for each pattern of a route, over the lower-case address of a request. */
export function patternsOf(route: Route): readonly string[] {
  return route.patterns.map((pattern) => expression(pattern));
}

/**
 * For the patterns of other routes that win over one of this route's: a longer path, or the exact one. A rule made for
 * this route must leave those requests alone.
 */
export function patternsBefore(route: Route, all: readonly Route[]): readonly string[] {
  const others = all.filter((other) => other !== route && other.enabled && sharesDomain(other, route));
  return others.flatMap((other) =>
    other.patterns
      .filter((theirs) => route.patterns.some((ours) => isWithin(theirs, ours)))
      .map((pattern) => expression(pattern)),
  );
}

function sharesDomain(one: Route, other: Route): boolean {
  return one.domains.some((domain) => domain === '*' || other.domains.includes('*') || other.domains.includes(domain));
}

/** Whether every path of `inner` is also one of the wildcard `outer`. */
function isWithin(inner: string, outer: string): boolean {
  if (!outer.endsWith('*')) return false;
  return inner.replace(/\*$/, '').toLowerCase().startsWith(outer.slice(0, -1).toLowerCase());
}

function expression(pattern: string): string {
  const isPrefix = pattern.endsWith('*');
  const path = (isPrefix ? pattern.slice(0, -1) : pattern).toLowerCase().replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return `${BEFORE_PATH}${path}${isPrefix ? '' : '(?:[?#]|$)'}`;
}

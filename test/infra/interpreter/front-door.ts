import { holds, type Seen } from './condition.ts';
import { firewall } from './firewall.ts';
import { type Acted, act } from './front-door-actions.ts';
import { pathAtOrigin, redirectOf } from './front-door-urls.ts';
import { type CacheSettings, type Generated, type GeneratedRoute, type GeneratedRule, named } from './generated.ts';

export type Outcome =
  | { readonly kind: 'refused' }
  | { readonly kind: 'no-route' }
  | { readonly kind: 'redirected'; readonly status: number; readonly location: string }
  | {
      readonly kind: 'forwarded';
      readonly group: string;
      readonly origin: string;
      readonly path: string;
      /** The client's headers as the origin gets them, by lower-case name. */
      readonly requestHeaders: Readonly<Record<string, string | undefined>>;
      /** What rules set on the answer, by lower-case name; undefined where a rule deletes it. */
      readonly responseHeaders: Readonly<Record<string, string | undefined>>;
      readonly cache: CacheSettings | undefined;
      readonly mayBeKept: boolean;
    };

/**
 * What Front Door would do with a request, by its documentation and from the generated objects alone: firewall, then the
 * route (exact path before the longest prefix, case aside), its rule sets in order, cache, and the first enabled origin.
 */
export function frontDoor(generated: Generated): (seen: Seen, atMs?: number) => Outcome {
  const ask = firewall(generated);
  return (seen, atMs = 0) => {
    const verdict = ask(seen, atMs);
    if (verdict.kind === 'blocked') return { kind: 'refused' };
    if (verdict.kind === 'redirected') return { kind: 'redirected', status: 302, location: verdict.location };
    const match = findRoute(generated.edge.routes, seen.path);
    if (match === undefined) return { kind: 'no-route' };
    const { properties } = match.route;
    if (seen.scheme === 'http' && properties.httpsRedirect === 'Enabled') {
      return { kind: 'redirected', status: 307, location: `https://${seen.host}${seen.path}${withMark(seen.query)}` };
    }
    const acted = applyRules(rulesOf(match.route, generated), seen);
    if (acted.redirect !== undefined) return { kind: 'redirected', ...redirectOf(acted.redirect, seen) };
    return forwarded(generated, match, acted, seen);
  };
}

function forwarded({ edge }: Generated, { route, pattern }: Match, acted: Acted, seen: Seen): Outcome {
  const { originGroup, originPath } = route.properties;
  const group = acted.override?.group ?? named(originGroup);
  const origin = edge.origins
    .filter((one) => one.group === group && one.properties.enabledState === 'Enabled')
    .toSorted((a, b) => a.properties.priority - b.properties.priority)[0];
  if (origin === undefined) return { kind: 'no-route' };
  const cache = acted.override === undefined ? cacheOf(route) : acted.override.cache;
  return {
    kind: 'forwarded',
    group,
    origin: origin.name,
    path: pathAtOrigin({ pattern, originPath }, acted.rewrite, seen.path),
    requestHeaders: acted.request,
    responseHeaders: acted.response,
    cache,
    mayBeKept: cache !== undefined && seen.method === 'GET' && seen.headers['authorization'] === undefined,
  };
}

type Match = { readonly route: GeneratedRoute; readonly pattern: string };

function withMark(query: string): string {
  return query === '' ? '' : `?${query}`;
}

/** Rule sets in the route's order, the rules of each in theirs. */
function rulesOf({ properties }: GeneratedRoute, { edge }: Generated): readonly GeneratedRule[] {
  return properties.ruleSets.flatMap((set) =>
    edge.rules
      .filter((rule) => rule.ruleSet === named(set))
      .toSorted((a, b) => a.properties.order - b.properties.order),
  );
}

function cacheOf({ properties }: GeneratedRoute): CacheSettings | undefined {
  const { cacheConfiguration: cache } = properties;
  return (
    cache && {
      query: cache.queryStringCachingBehavior,
      parameters: cache.queryParameters ?? '',
      behavior: 'HonorOrigin',
      duration: undefined,
    }
  );
}

function findRoute(routes: readonly GeneratedRoute[], path: string): Match | undefined {
  const lower = path.toLowerCase();
  const all = routes
    .filter(({ properties }) => properties.enabledState === 'Enabled')
    .flatMap((route) => route.properties.patternsToMatch.map((pattern) => ({ route, pattern })));
  const exact = all.find(({ pattern }) => !pattern.endsWith('*') && pattern.toLowerCase() === lower);
  if (exact !== undefined) return exact;
  return all
    .filter(({ pattern }) => pattern.endsWith('*') && lower.startsWith(pattern.slice(0, -1).toLowerCase()))
    .toSorted((a, b) => b.pattern.length - a.pattern.length)[0];
}

/** A rule that stops is the last; so is one that redirects. */
function applyRules(rules: readonly GeneratedRule[], seen: Seen): Acted {
  const acted: Acted = { request: { ...seen.headers }, response: {} };
  for (const rule of rules) {
    if (!isMet(rule, seen)) continue;
    for (const action of rule.properties.actions) act(action, acted);
    if (acted.redirect !== undefined || rule.properties.matchProcessingBehavior === 'Stop') break;
  }
  return acted;
}

function isMet({ properties }: GeneratedRule, seen: Seen): boolean {
  return properties.conditions.every(({ name, parameters }) =>
    holds(
      {
        variable: name,
        selector: parameters.selector,
        operator: parameters.operator,
        negate: parameters.negateCondition,
        values: parameters.matchValues,
        transforms: parameters.transforms,
      },
      seen,
    ),
  );
}

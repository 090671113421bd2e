import { conditionHolds, looksAtBody } from './condition.ts';
import { redirectTo } from './redirect-location.ts';
import type { GeoOf, RequestFacts } from './request-facts.ts';
import type { PathEntry, Route, RouteRule } from './routing.ts';
import type { UrlRewrite } from './rule-schema.ts';

/** What the rules of a route make of a request. */
export type RuleOutcome =
  | { readonly kind: 'redirect'; readonly status: number; readonly location: string; readonly route: Route }
  /** Go on with this route; `rewrite` tells `rewrittenPath` what to do. */
  | { readonly kind: 'forward'; readonly route: Route; readonly rewrite: UrlRewrite | undefined };

/**
 * Applies the rules of a route in their order. A rule acts when all its conditions hold; one that stops is the last. All of
 * them see the request as it came. A redirect ends the work; of rewrites and overrides the last one counts, as a whole. The
 * route in the answer has the header actions, group and cache that hold for this request.
 */
export function applyRules(route: Route, facts: RequestFacts, geoOf: GeoOf): RuleOutcome {
  if (route.rules.length === 0) return { kind: 'forward', route, rewrite: undefined };
  let outcome: { readonly route: Route; readonly rewrite: UrlRewrite | undefined } = { route, rewrite: undefined };
  for (const rule of route.rules) {
    if (!rule.conditions.every((condition) => conditionHolds(condition, facts, geoOf))) continue;
    for (const action of rule.actions) {
      if (action.type === 'UrlRedirect') {
        return { kind: 'redirect', status: action.status, location: redirectTo(action, facts), route: outcome.route };
      }
      outcome = afterAction(outcome, action, route);
    }
    if (rule.stops) break;
  }
  return { kind: 'forward', ...outcome };
}

/** Says whether the beginning of the body must be read before the rules of this route can be applied. */
export function rulesLookAtBody({ rules }: Route): boolean {
  return rules.some(({ conditions }) => looksAtBody(conditions));
}

/**
 * The path at the origin after a rewrite. It sees what comes after the route's pattern and replaces its beginning; what it
 * does not match is not rewritten. The path then goes through `pathAtOrigin` as every other.
 */
export function rewrittenPath(path: string, entry: PathEntry, rewrite: UrlRewrite | undefined): string {
  if (rewrite === undefined || !entry.isPrefix) return path;
  const matched = path.slice(0, entry.path.length - 1);
  const rest = path.slice(entry.path.length - 1);
  const { source, destination, preserveUnmatchedPath } = rewrite;
  if (!rest.startsWith(source)) return path;
  return `${matched}${destination}${preserveUnmatchedPath ? rest.slice(source.length) : ''}`;
}

type Forwarding = { readonly route: Route; readonly rewrite: UrlRewrite | undefined };
type Action = Exclude<RouteRule['actions'][number], { readonly type: 'UrlRedirect' }>;

function afterAction({ route, rewrite }: Forwarding, action: Action, own: Route): Forwarding {
  switch (action.type) {
    case 'ModifyRequestHeader':
      return { route: { ...route, requestActions: [...route.requestActions, action] }, rewrite };
    case 'ModifyResponseHeader':
      return { route: { ...route, responseActions: [...route.responseActions, action] }, rewrite };
    case 'UrlRewrite':
      return { route, rewrite: action };
    case 'RouteConfigurationOverride': {
      const { group = own.group, forwarding = own.forwarding, cache } = action;
      return { route: { ...route, group, forwarding, cache }, rewrite };
    }
  }
}

import { holds, type Seen } from './condition.ts';
import { firewall } from './firewall.ts';
import { type Generated, type GeneratedRoute, type GeneratedRule, named } from './generated.ts';

export type Outcome =
  | { readonly kind: 'refused' }
  | { readonly kind: 'no-route' }
  | {
      readonly kind: 'forwarded';
      readonly origin: string;
      readonly path: string;
      /** The client's headers as the origin gets them, by lower-case name. */
      readonly requestHeaders: Readonly<Record<string, string | undefined>>;
      /** What rules set on the answer, by lower-case name; undefined where a rule deletes it. */
      readonly responseHeaders: Readonly<Record<string, string | undefined>>;
      readonly mayBeKept: boolean;
    };

/**
 * What Front Door would do with a request, by its documentation and from the generated objects alone: firewall, then the
 * route (exact path before the longest prefix, case aside), its rule sets in order, cache, and the first enabled origin.
 */
export function frontDoor(generated: Generated): (seen: Seen, atMs?: number) => Outcome {
  const ask = firewall(generated);
  return (seen, atMs = 0) => {
    if (ask(seen, atMs).kind === 'blocked') return { kind: 'refused' };
    const match = findRoute(generated.edge.routes, seen.path);
    if (match === undefined) return { kind: 'no-route' };
    const { route, pattern } = match;
    const { properties } = route;
    const rules = properties.ruleSets.flatMap((set) =>
      generated.edge.rules
        .filter((rule) => rule.ruleSet === named(set))
        .toSorted((a, b) => a.properties.order - b.properties.order),
    );
    const headers = applyRules(rules, seen);
    const group = named(properties.originGroup);
    const origin = generated.edge.origins
      .filter((one) => one.group === group && one.properties.enabledState === 'Enabled')
      .toSorted((a, b) => a.properties.priority - b.properties.priority)[0];
    if (origin === undefined) return { kind: 'no-route' };
    return {
      kind: 'forwarded',
      origin: origin.name,
      path: pathAtOrigin(properties.originPath, pattern, seen.path),
      ...headers,
      mayBeKept:
        properties.cacheConfiguration !== undefined &&
        seen.method === 'GET' &&
        seen.headers['authorization'] === undefined,
    };
  };
}

function findRoute(routes: readonly GeneratedRoute[], path: string) {
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

function pathAtOrigin(originPath: string | undefined, pattern: string, path: string): string {
  if (originPath === undefined) return path;
  return pattern.endsWith('*') ? originPath + path.slice(pattern.length - 1) : originPath;
}

type HeaderTable = Record<string, string | undefined>;

function applyRules(rules: readonly GeneratedRule[], seen: Seen) {
  const requestHeaders: HeaderTable = { ...seen.headers };
  const responseHeaders: Record<string, string | undefined> = {};
  for (const rule of rules) {
    if (!isMet(rule, seen)) continue;
    for (const action of rule.properties.actions) act(action, requestHeaders, responseHeaders);
    if (rule.properties.matchProcessingBehavior === 'Stop') break;
  }
  return { requestHeaders, responseHeaders };
}

function act(
  { name, parameters }: GeneratedRule['properties']['actions'][number],
  request: HeaderTable,
  response: HeaderTable,
): void {
  if (name === 'ModifyRequestHeader') modify(request, parameters);
  else if (name === 'ModifyResponseHeader') modify(response, parameters);
  else if (name !== 'RouteConfigurationOverride') throw new Error(`the interpreter knows no action ${name}`);
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

function modify(headers: HeaderTable, { headerAction, headerName, value }: Readonly<Record<string, unknown>>): void {
  const name = String(headerName).toLowerCase();
  if (headerAction === 'Delete') headers[name] = undefined;
  else if (headerAction === 'Append' && headers[name] !== undefined)
    headers[name] = `${headers[name]},${String(value)}`;
  else headers[name] = String(value);
}

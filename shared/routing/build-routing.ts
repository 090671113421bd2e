import type { HostEntry, OriginGroup, PathEntry, Route, Routing } from './routing.ts';
import type { HeaderAction, RoutingConfig, RoutingOverlay } from './routing-config.ts';

const ALL_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

type GroupSpec = (RoutingConfig | RoutingOverlay)['originGroups'][number];
type RouteSpec = RoutingConfig['routes'][number] &
  Partial<Pick<RoutingOverlay['routes'][number], 'keepRequestHeaders'>>;

/** Turns checked documents into the frozen value that requests are matched against. */
export function buildRouting(config: RoutingConfig, overlay: RoutingOverlay | undefined): Routing {
  const { profile, limits } = config;
  const groups = new Map(
    [...config.originGroups, ...(overlay?.originGroups ?? [])].map((group) => [group.name, resolveGroup(group)]),
  );
  const actions = new Map(
    [...config.ruleSets, ...(overlay?.ruleSets ?? [])].map((set) => [
      set.name,
      set.rules.flatMap((rule) => rule.actions),
    ]),
  );
  const hosts = new Map<string, PathEntry[]>();
  const specs: readonly RouteSpec[] = [...config.routes, ...(overlay?.routes ?? [])];
  const routes = specs
    .filter((spec) => spec.enabled)
    .map((spec) => {
      const own = spec.ruleSets.flatMap((name) => actions.get(name) ?? []);
      const route = resolveRoute(spec, groups.get(spec.originGroup), own, config);
      for (const domain of spec.domains) {
        hosts.set(domain, [...(hosts.get(domain) ?? []), ...spec.patterns.map((pattern) => entryFor(pattern, route))]);
      }
      return route;
    });
  return freeze({ profile, limits, routes, ...indexHosts(hosts) });
}

/** Of a group, the enabled origins of the lowest priority number take the requests. */
function resolveGroup({ name, origins }: GroupSpec): OriginGroup {
  const enabled = origins.filter((origin) => origin.enabled);
  const first = Math.min(...enabled.map((origin) => origin.priority));
  return {
    name,
    origins: enabled
      .filter((origin) => origin.priority === first)
      .map(({ hostHeader, enabled: _, ...origin }) => ({ ...origin, ...(hostHeader !== undefined && { hostHeader }) })),
  };
}

function resolveRoute(
  spec: RouteSpec,
  group: OriginGroup | undefined,
  actions: readonly HeaderAction[],
  { profile, limits }: RoutingConfig,
): Route {
  if (group === undefined) throw new Error(`route ${spec.name} passed the checks without an origin group`);
  return {
    name: spec.name,
    methods: spec.methods ?? ALL_METHODS,
    group,
    originPath: spec.originPath,
    timeoutMs: (spec.timeoutSeconds ?? profile.originResponseTimeoutSeconds) * 1000,
    bodyBytes: spec.bodyBytes ?? limits.bodyBytes,
    cache: spec.cache,
    requestActions: actions.filter((action) => action.type === 'ModifyRequestHeader'),
    responseActions: actions.filter((action) => action.type === 'ModifyResponseHeader'),
    keepRequestHeaders: spec.keepRequestHeaders ?? [],
  };
}

function entryFor(pattern: string, route: Route): PathEntry {
  const isPrefix = pattern.endsWith('*');
  return { path: (isPrefix ? pattern.slice(0, -1) : pattern).toLowerCase(), isPrefix, route };
}

function indexHosts(
  hosts: ReadonlyMap<string, readonly PathEntry[]>,
): Pick<Routing, 'hosts' | 'wildcardHosts' | 'everyHost'> {
  const exact = new Map<string, HostEntry>();
  const wildcardHosts: { suffix: string; entry: HostEntry }[] = [];
  let everyHost: HostEntry | undefined;
  for (const [domain, entries] of hosts) {
    const entry: HostEntry = {
      exact: new Map(entries.filter((item) => !item.isPrefix).map((item) => [item.path, item])),
      prefixes: entries.filter((item) => item.isPrefix).sort((a, b) => b.path.length - a.path.length),
    };
    if (domain === '*') everyHost = entry;
    else if (domain.startsWith('*.')) wildcardHosts.push({ suffix: domain.slice(1), entry });
    else exact.set(domain, entry);
  }
  wildcardHosts.sort((a, b) => b.suffix.length - a.suffix.length);
  return { hosts: exact, wildcardHosts, everyHost };
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of value instanceof Map ? value.values() : Object.values(value)) freeze(inner);
  }
  return value;
}

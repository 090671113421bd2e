import { prepareCondition } from './condition.ts';
import { entryFor, indexHosts } from './index-hosts.ts';
import { type Groups, groupNamed, headerActions, resolveRule } from './resolve-rules.ts';
import type { OriginGroup, PathEntry, Route, RouteRule, Routing } from './routing.ts';
import type { RoutingConfig, RoutingOverlay } from './routing-config.ts';
import type { Waf } from './waf-schema.ts';

const ALL_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

type GroupSpec = (RoutingConfig | RoutingOverlay)['originGroups'][number];
type RouteSpec = RoutingConfig['routes'][number];

/** Turns checked documents into the frozen value that requests are matched against. */
export function buildRouting(config: RoutingConfig, overlay: RoutingOverlay | undefined): Routing {
  const { profile, limits, tls, domains, trafficManager, gatewayPolicies, regions, clusters } = config;
  const groups: Groups = new Map(
    [...config.originGroups, ...(overlay?.originGroups ?? [])].map((group) => [group.name, resolveGroup(group)]),
  );
  const ruleSets = new Map(
    [...config.ruleSets, ...(overlay?.ruleSets ?? [])].map((set) => [
      set.name,
      set.rules.map((rule) => resolveRule(rule, groups)),
    ]),
  );
  const hosts = new Map<string, PathEntry[]>();
  const specs: readonly RouteSpec[] = [...config.routes, ...(overlay?.routes ?? [])];
  const routes = specs
    .filter((spec) => spec.enabled)
    .map((spec) => {
      const rules = spec.ruleSets.flatMap((name) => ruleSets.get(name) ?? []);
      const route = resolveRoute(spec, groups, rules, config);
      for (const domain of spec.domains) {
        hosts.set(domain, [...(hosts.get(domain) ?? []), ...spec.patterns.map((pattern) => entryFor(pattern, route))]);
      }
      return route;
    });
  return freeze({
    profile,
    limits,
    tls,
    domains,
    routes,
    ...indexHosts(hosts),
    waf: config.waf && resolveFirewall(config.waf),
    trafficManager,
    gatewayPolicies,
    regions,
    clusters,
    networkAccess: config.networkAccess,
    lockdown: config.lockdown,
  });
}

function resolveGroup({ name, origins, probe, loadBalancing, sessionAffinity }: GroupSpec): OriginGroup {
  return {
    name,
    origins: origins
      .filter((origin) => origin.enabled)
      .map(({ serves, host, hostHeader, priority, weight, name: own }) => ({
        name: own,
        serves,
        host,
        priority,
        weight,
        ...(hostHeader !== undefined && { hostHeader }),
      })),
    probe,
    loadBalancing,
    sessionAffinity,
  };
}

function resolveRoute(
  spec: RouteSpec,
  groups: Groups,
  rules: readonly RouteRule[],
  { profile, limits }: RoutingConfig,
): Route {
  return {
    name: spec.name,
    methods: spec.methods ?? ALL_METHODS,
    protocols: spec.protocols,
    httpsRedirect: spec.httpsRedirect,
    forwarding: spec.forwarding,
    group: groupNamed(groups, spec.originGroup),
    originPath: spec.originPath,
    timeoutMs: (spec.timeoutSeconds ?? profile.originResponseTimeoutSeconds) * 1000,
    bodyBytes: spec.bodyBytes ?? limits.bodyBytes,
    cache: spec.cache,
    ...headerActions(rules),
    keepRequestHeaders: spec.keepRequestHeaders,
  };
}

function resolveFirewall({ mode, block, redirectUrl, custom }: Waf): Routing['waf'] {
  return {
    mode,
    block,
    ...(redirectUrl !== undefined && { redirectUrl }),
    rules: custom
      .filter(({ enabled }) => enabled)
      .sort((a, b) => a.priority - b.priority)
      .map(({ enabled: _, conditions, ...rule }) => ({ ...rule, conditions: conditions.map(prepareCondition) })),
  };
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of value instanceof Map ? value.values() : Object.values(value)) freeze(inner);
  }
  return value;
}

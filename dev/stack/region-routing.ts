import type { RoutingConfig } from '../../shared/routing/routing-config.ts';
import { REGION_NAMES, type RegionName } from './regions.ts';

/** How the edge spreads requests over two regions; the names are Traffic Manager's (X-15). */
export const REGION_METHODS = ['performance', 'priority', 'weighted', 'geographic'] as const;
export type RegionMethod = (typeof REGION_METHODS)[number];

/** An origin of the derived configuration, and what it stands for. */
export type RegionOrigin = { readonly name: string; readonly of: string; readonly region: RegionName };

type Group = RoutingConfig['originGroups'][number];
type Route = RoutingConfig['routes'][number];

/** Roles that are probed each second are found lost within two. */
const PROBE_SECONDS = 1;
const WEIGHTS: Readonly<Record<RegionName, number>> = { first: 75, second: 25 };
/** Whoever comes from here is sent to the second region where the method is geographic. */
const COUNTRIES_OF_SECOND: readonly string[] = ['DK', 'FI', 'GB', 'IE', 'IS', 'NO', 'SE'];
/** Who comes from this address is in Norway: a local edge knows no other country than those that it is told. */
export const LOCAL_GEOGRAPHY: Readonly<Record<string, string>> = { '127.0.0.2': 'NO' };
const RULES = 'regions';
/** A region's name is put behind; the first region's origins and groups keep theirs. */
const named = (name: string, region: RegionName): string => (region === 'first' ? name : `${name}-${region}`);
/** The same roles for whoever is nearer to the second region. */
const fromSecond = (name: string): string => `${name}-from-second`;

type Derived = { readonly group: Group; readonly origins: readonly RegionOrigin[] };

/**
 * The configuration of one region as that of two: each group of roles has an origin in both, the uploads of the second
 * have a route of their own, and `method` says how the two share. Answers the origins that need an address beside it.
 */
export function regionRouting(
  config: RoutingConfig,
  method: RegionMethod,
): { readonly config: RoutingConfig; readonly origins: readonly RegionOrigin[] } {
  const derived = config.originGroups.flatMap((group) => groupsOf(group, method));
  const isGeographic = method === 'geographic';
  return {
    origins: derived.flatMap(({ origins }) => origins),
    config: {
      ...config,
      originGroups: derived.map(({ group }) => group),
      ruleSets: isGeographic ? [...config.ruleSets, ...geographicRules(config)] : config.ruleSets,
      routes: config.routes.flatMap((route) => routesOf(route, config, isGeographic)),
      regions: [
        { name: 'first', location: 'westeurope', pairedWith: 'second' },
        { name: 'second', location: 'northeurope', pairedWith: 'first' },
      ],
      clusters: REGION_NAMES.map((name) => ({
        name,
        region: name,
        pairedWith: name === 'first' ? 'second' : 'first',
        originGroup: 'gateway',
        state: 'active',
      })),
    },
  };
}

function groupsOf(group: Group, method: RegionMethod): readonly Derived[] {
  const kind = group.origins[0]?.serves;
  const own = REGION_NAMES.flatMap((region) => originsIn(group, region, method, (name) => named(name, region)));
  if (kind === 'static') return [{ group, origins: own.filter(({ region }) => region === 'first') }];
  if (kind === 'intake') {
    // The accounts hold different uploads: neither can stand in for the other.
    return REGION_NAMES.map((region) =>
      derive(
        { ...group, name: named(group.name, region) },
        own.filter((one) => one.region === region),
      ),
    );
  }
  const both: Group = {
    ...group,
    ...(group.probe !== undefined && { probe: { ...group.probe, intervalSeconds: PROBE_SECONDS } }),
    loadBalancing: { ...group.loadBalancing, ...(method === 'weighted' && { additionalLatencyMs: 1000 }) },
  };
  if (method !== 'geographic') return [derive(both, own)];
  const turned = REGION_NAMES.flatMap((region) =>
    originsIn(group, region, method, (name) => fromSecond(named(name, region))),
  ).map((one) => ({ ...one, spec: { ...one.spec, priority: 3 - one.spec.priority } }));
  return [derive(both, own), derive({ ...both, name: fromSecond(group.name) }, turned)];
}

type Placed = RegionOrigin & { readonly spec: Group['origins'][number] };

function originsIn(group: Group, region: RegionName, method: RegionMethod, nameOf: (name: string) => string): Placed[] {
  return group.origins.map((origin) => {
    const name = nameOf(origin.name);
    return { name, of: origin.name, region, spec: { ...origin, name, ...rankOf(method, region) } };
  });
}

function derive(group: Group, placed: readonly Placed[]): Derived {
  return {
    group: { ...group, origins: placed.map(({ spec }) => spec) },
    origins: placed.map(({ name, of, region }) => ({ name, of, region })),
  };
}

function rankOf(method: RegionMethod, region: RegionName): { readonly priority?: number; readonly weight?: number } {
  switch (method) {
    case 'performance':
      return {};
    case 'weighted':
      return { weight: WEIGHTS[region] };
    case 'priority':
    case 'geographic':
      return { priority: region === 'first' ? 1 : 2 };
  }
}

function routesOf(route: Route, { originGroups }: RoutingConfig, isGeographic: boolean): readonly Route[] {
  const kind = originGroups.find(({ name }) => name === route.originGroup)?.origins[0]?.serves;
  if (kind === 'intake') return [route, ofSecond(route)];
  if (kind === 'static' || !isGeographic) return [route];
  return [{ ...route, ruleSets: [...route.ruleSets, `${RULES}-${route.originGroup}`] }];
}

/** `/intake/*` of the second region is `/intake/second/*`, as a deployment has a path for each region. */
function ofSecond(route: Route): Route {
  return {
    ...route,
    name: named(route.name, 'second'),
    patterns: route.patterns.map((pattern) => pattern.replace(/\*$/, 'second/*')),
    originGroup: named(route.originGroup, 'second'),
  };
}

/** For each group of roles, a rule that sends people of some countries to the group that prefers the second region. */
function geographicRules({ originGroups }: RoutingConfig): RoutingConfig['ruleSets'] {
  return originGroups
    .filter(({ origins }) => origins.some(({ serves }) => serves === 'gateway' || serves === 'web-front-end'))
    .map(({ name }) => ({
      name: `${RULES}-${name}`,
      rules: [
        {
          name: 'nearer-to-second',
          conditions: [
            {
              variable: 'SocketAddr',
              operator: 'GeoMatch',
              negate: false,
              values: [...COUNTRIES_OF_SECOND],
              transforms: [],
            },
          ],
          onMatch: 'Continue',
          actions: [{ type: 'RouteConfigurationOverride', originGroup: fromSecond(name) }],
        },
      ],
    }));
}

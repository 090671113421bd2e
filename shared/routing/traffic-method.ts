import { isInRange, parseAddress, parseRange, parseSpan } from './ip-range.ts';
import { pickByWeight } from './pick-by-weight.ts';
import type { TrafficEndpoint, TrafficProfile } from './traffic-manager-schema.ts';
import { type EndpointStatus, isInPlay, isServing, type MonitorState } from './traffic-monitor.ts';

/** Who asks: the address of the client's DNS server, or the client's own where the query carries it. */
export type DnsQuery = { readonly address: string };

/** What the decision needs of the world. */
export type TrafficWorld = {
  readonly stateOf: (endpoint: string, profile: string | undefined) => MonitorState | 'Stopped' | undefined;
  /** The time from the network of this address to an Azure region; undefined where the table has none. */
  readonly latencyMs: (address: string, region: string) => number | undefined;
  /** The places of an address from the most specific: `US-CA`, `US`, `GEO-NA`. `WORLD` is added to them. */
  readonly placesOf: (address: string) => readonly string[];
  /** Counts the queries, so that shares by weight need no chance. */
  readonly turn: number;
};

/** An endpoint with what the monitor says of it. */
export type Ranked = { readonly endpoint: TrafficEndpoint; readonly status: EndpointStatus };

/** Those that are well, else all that are not switched off. */
function available(all: readonly Ranked[]): readonly TrafficEndpoint[] {
  const serving = all.filter(({ status }) => isServing(status));
  return (serving.length > 0 ? serving : all.filter(({ status }) => isInPlay(status))).map(({ endpoint }) => endpoint);
}

/** The endpoints that a profile answers with, by its method; none where nothing is mapped or in play. */
export function chooseEndpoints(
  profile: TrafficProfile,
  all: readonly Ranked[],
  { address }: DnsQuery,
  world: TrafficWorld,
): readonly TrafficEndpoint[] {
  switch (profile.method) {
    case 'Priority':
      return first([...available(all)].sort((a, b) => (a.priority ?? 1000) - (b.priority ?? 1000)));
    case 'Weighted':
      return one(pickByWeight(available(all), world.turn));
    case 'Performance':
      return one(pickByWeight(nearest(available(all), address, world), world.turn));
    case 'MultiValue':
      return available(all).slice(0, profile.maxReturn ?? 1);
    case 'Geographic':
      return one(mappedTo(all, world.placesOf(address)));
    case 'Subnet':
      return one(inSubnet(available(all), address));
  }
}

/** The endpoints whose region is nearest; several in one region share its requests. */
function nearest(
  endpoints: readonly TrafficEndpoint[],
  address: string,
  { latencyMs }: TrafficWorld,
): readonly TrafficEndpoint[] {
  const far = (endpoint: TrafficEndpoint) => latencyMs(address, endpoint.region ?? '') ?? Number.POSITIVE_INFINITY;
  const best = Math.min(...endpoints.map(far));
  return endpoints.filter((endpoint) => far(endpoint) === best);
}

/**
 * The endpoint of the most specific place. It is answered even while it is unwell, because no other may serve that place;
 * only one that is switched off is passed over for a wider place.
 */
function mappedTo(all: readonly Ranked[], places: readonly string[]): TrafficEndpoint | undefined {
  for (const place of [...places, 'WORLD']) {
    const found = all.find(({ endpoint, status }) => endpoint.geo.includes(place) && isInPlay(status));
    if (found !== undefined) return found.endpoint;
  }
  return undefined;
}

/** The endpoint whose range holds the address, else the one without ranges. */
function inSubnet(endpoints: readonly TrafficEndpoint[], address: string): TrafficEndpoint | undefined {
  const parsed = parseAddress(address);
  const holds = (text: string) => {
    const range = parseRange(text) ?? parseSpan(text);
    return parsed !== undefined && range !== undefined && isInRange(parsed, range);
  };
  return endpoints.find(({ subnets }) => subnets.some(holds)) ?? endpoints.find(({ subnets }) => subnets.length === 0);
}

function first(endpoints: readonly TrafficEndpoint[]): readonly TrafficEndpoint[] {
  return endpoints.slice(0, 1);
}

function one(endpoint: TrafficEndpoint | undefined): readonly TrafficEndpoint[] {
  return endpoint === undefined ? [] : [endpoint];
}

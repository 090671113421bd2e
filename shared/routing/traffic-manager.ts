import type { TrafficEndpoint, TrafficManager, TrafficProfile } from './traffic-manager-schema.ts';
import { chooseEndpoints, type DnsQuery, type TrafficWorld } from './traffic-method.ts';
import { type EndpointStatus, isServing, statusOf } from './traffic-monitor.ts';

/** The answer to a DNS query; clients keep it for the time to live, whatever happens meanwhile. */
export type DnsAnswer =
  | { readonly kind: 'answer'; readonly targets: readonly string[]; readonly ttlSeconds: number }
  /** The name exists and has no address: nothing is mapped to where the client is. */
  | { readonly kind: 'no-data' }
  /** The name does not exist: the profile is off. */
  | { readonly kind: 'no-name' };

type Named = TrafficProfile & { readonly name?: string };

/**
 * Which targets a DNS query is answered with. Endpoints that are well come first; where none is, all that are not switched
 * off are answered as if they were, since an old address is better than none. An endpoint that is a nested profile answers
 * by that profile's own method.
 */
export function answerQuery(manager: TrafficManager, query: DnsQuery, world: TrafficWorld): DnsAnswer {
  return answerProfile(manager, manager, query, world);
}

/** The status of each endpoint of the outer profile, as its monitor page shows it. */
export function endpointStatuses(
  manager: TrafficManager,
  stateOf: TrafficWorld['stateOf'],
): ReadonlyMap<string, EndpointStatus> {
  return new Map(manager.endpoints.map((endpoint) => [endpoint.name, statusIn(manager, manager, endpoint, stateOf)]));
}

function answerProfile(manager: TrafficManager, profile: Named, query: DnsQuery, world: TrafficWorld): DnsAnswer {
  if (!profile.enabled) return { kind: 'no-name' };
  const all = profile.endpoints.map((endpoint) => ({
    endpoint,
    status: statusIn(manager, profile, endpoint, world.stateOf),
  }));
  const chosen = chooseEndpoints(profile, all, query, world);
  const targets: string[] = [];
  for (const endpoint of chosen) {
    if (endpoint.profile === undefined) {
      if (endpoint.target !== undefined) targets.push(endpoint.target);
      continue;
    }
    const nested = manager.nested.find(({ name }) => name === endpoint.profile);
    return nested === undefined ? { kind: 'no-data' } : answerProfile(manager, nested, query, world);
  }
  return targets.length === 0 ? { kind: 'no-data' } : { kind: 'answer', targets, ttlSeconds: profile.ttlSeconds };
}

/** A nested profile is well while enough of its own endpoints are, and off where it is disabled or all of them are. */
function statusIn(
  manager: TrafficManager,
  profile: Named,
  endpoint: TrafficEndpoint,
  stateOf: TrafficWorld['stateOf'],
): EndpointStatus {
  const own = statusOf(endpoint, profile.enabled, stateOf(endpoint.name, profile.name));
  const nested = manager.nested.find(({ name }) => name === endpoint.profile);
  if (nested === undefined || own === 'Disabled' || own === 'Inactive' || own === 'Unmonitored') return own;
  if (!nested.enabled) return 'Inactive';
  const children = nested.endpoints.map((child) => statusIn(manager, nested, child, stateOf));
  if (children.every((status) => status === 'Disabled' || status === 'Inactive')) return 'Inactive';
  if (children.every((status) => status === 'Stopped')) return 'Stopped';
  const serving = children.filter(isServing).length;
  if (serving < (endpoint.minChildEndpoints ?? 1)) return 'Degraded';
  return children.some((status) => status === 'Online' || status === 'Unmonitored') ? 'Online' : 'CheckingEndpoint';
}

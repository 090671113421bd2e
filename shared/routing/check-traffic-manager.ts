import type { Report } from './check-references.ts';
import { namedInternalRole } from './named-internal-role.ts';
import type { RoutingConfig } from './routing-config.ts';
import { internalRole } from './schema-words.ts';
import type { TrafficEndpoint, TrafficManager, TrafficProfile } from './traffic-manager-schema.ts';

type At = readonly PropertyKey[];
type Tell = (path: At, what: string) => void;

/** Endpoints have what the method of their profile needs, and profiles are nested in one another without a circle. */
export function checkTrafficManager({ trafficManager }: RoutingConfig, report: Report): void {
  if (trafficManager === undefined) return;
  const tell: Tell = (path, what) => report('config', ['trafficManager', ...path], what);
  const names = trafficManager.nested.map(({ name }) => name);
  names.forEach((name, n) => {
    if (names.indexOf(name) < n) tell(['nested', n, 'name'], `there is another profile named "${name}"`);
    if (reaches(trafficManager.nested, name, name)) tell(['nested', n, 'endpoints'], 'the profile is nested in itself');
  });
  checkProfile(trafficManager, [], names, tell);
  trafficManager.nested.forEach((profile, n) => {
    checkProfile(profile, ['nested', n], names, tell);
  });
}

function checkProfile({ method, maxReturn, endpoints }: TrafficProfile, at: At, nested: readonly string[], tell: Tell) {
  if (maxReturn !== undefined && method !== 'MultiValue') tell([...at, 'maxReturn'], 'goes only with MultiValue');
  const seen = new Map<string, string>();
  endpoints.forEach((endpoint, e) => {
    const here = [...at, 'endpoints', e];
    const once = (key: string, path: At, what: string) => {
      const other = seen.get(key);
      if (other !== undefined) tell(path, `endpoint "${other}" has ${what} already`);
      else seen.set(key, endpoint.name);
    };
    once(`name ${endpoint.name}`, [...here, 'name'], 'this name');
    if (endpoint.priority !== undefined) {
      once(`priority ${endpoint.priority}`, [...here, 'priority'], `the priority ${endpoint.priority}`);
    }
    endpoint.geo.forEach((place, g) => {
      once(`place ${place}`, [...here, 'geo', g], `the place ${place}`);
    });
    if (method === 'Subnet' && endpoint.subnets.length === 0)
      once('fallback', here, 'no subnets either, and so the rest,');
    if (endpoint.profile !== undefined && !nested.includes(endpoint.profile)) {
      tell([...here, 'profile'], `there is no nested profile "${endpoint.profile}"`);
    }
    const role = namedInternalRole(endpoint.target);
    if (role !== undefined) tell([...here, 'target'], internalRole(role));
    const missing = missingFor(method, endpoint);
    if (missing !== undefined) tell([...here, missing.key], missing.what);
  });
}

function missingFor(
  method: TrafficProfile['method'],
  { region, priority, geo, target, profile }: TrafficEndpoint,
): { readonly key: string; readonly what: string } | undefined {
  switch (method) {
    case 'Performance':
      return region === undefined ? { key: 'region', what: 'is needed by Performance' } : undefined;
    case 'Priority':
      return priority === undefined ? { key: 'priority', what: 'is needed by Priority' } : undefined;
    case 'Geographic':
      return geo.length === 0 ? { key: 'geo', what: 'is needed by Geographic' } : undefined;
    case 'MultiValue':
      return profile === undefined && /^(\d{1,3}(\.\d{1,3}){3}|[0-9a-f:.]*:[0-9a-f:.]*)$/i.test(target ?? '')
        ? undefined
        : { key: 'target', what: 'must be an address: MultiValue answers with nothing else' };
    case 'Weighted':
    case 'Subnet':
      return undefined;
  }
}

function reaches(
  nested: TrafficManager['nested'],
  from: string,
  wanted: string,
  seen: readonly string[] = [],
): boolean {
  if (seen.includes(from)) return false;
  const inner = nested.find(({ name }) => name === from)?.endpoints.flatMap(({ profile }) => profile ?? []) ?? [];
  return inner.some((name) => name === wanted || reaches(nested, name, wanted, [...seen, from]));
}

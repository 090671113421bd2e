import type { TrafficEndpoint, TrafficProfile } from '../../shared/routing/traffic-manager-schema.ts';

export type TrafficManagerObject = { readonly properties: Readonly<Record<string, unknown>> };

/** The name that answers where Front Door stands: alone, as there is one Front Door for all regions. */
export const EDGE_ALONE: TrafficProfile = {
  method: 'Priority',
  ttlSeconds: 60,
  enabled: true,
  monitor: {
    protocol: 'HTTPS',
    port: 443,
    path: '/healthz',
    intervalSeconds: 30,
    timeoutSeconds: 10,
    toleratedFailures: 3,
    expectedStatus: ['200'],
    headers: [],
  },
  endpoints: [
    {
      name: 'edge',
      target: `\${PRIMARY_ENDPOINT_HOST}`,
      region: `\${PRIMARY_REGION}`,
      priority: 1,
      weight: 1,
      geo: [],
      subnets: [],
      enabled: true,
      alwaysServe: false,
    },
  ],
};

/** A profile in the words of `Microsoft.Network/trafficmanagerprofiles`. A nested profile is refused: one level deploys. */
export function trafficManagerObject(profile: TrafficProfile = EDGE_ALONE): TrafficManagerObject {
  const { monitor } = profile;
  return {
    properties: {
      profileStatus: state(profile.enabled),
      trafficRoutingMethod: profile.method,
      dnsConfig: { ttl: profile.ttlSeconds },
      monitorConfig: {
        protocol: monitor.protocol,
        port: monitor.port,
        ...(monitor.path !== undefined && { path: monitor.path }),
        intervalInSeconds: monitor.intervalSeconds,
        timeoutInSeconds: monitor.timeoutSeconds,
        toleratedNumberOfFailures: monitor.toleratedFailures,
        expectedStatusCodeRanges: monitor.expectedStatus.map(statusRange),
        customHeaders: monitor.headers,
      },
      ...(profile.maxReturn !== undefined && { maxReturn: profile.maxReturn }),
      endpoints: profile.endpoints.map(endpoint),
    },
  };
}

function endpoint(one: TrafficEndpoint): unknown {
  if (one.target === undefined) {
    throw new Error(`trafficManager: the endpoint "${one.name}" is a nested profile; give it a target to deploy it`);
  }
  return {
    name: one.name,
    type: 'Microsoft.Network/trafficManagerProfiles/externalEndpoints',
    properties: {
      target: one.target,
      endpointStatus: state(one.enabled),
      alwaysServe: state(one.alwaysServe),
      weight: one.weight,
      ...(one.priority !== undefined && { priority: one.priority }),
      ...(one.region !== undefined && { endpointLocation: one.region }),
      ...(one.geo.length > 0 && { geoMapping: one.geo }),
      ...(one.subnets.length > 0 && { subnets: one.subnets.map(subnet) }),
    },
  };
}

function subnet(text: string): unknown {
  const [first = '', rest = ''] = text.split(/[/-]/);
  return text.includes('/') ? { first, scope: Number(rest) } : { first, last: rest };
}

/** `200-299`, or one status, as Azure has it. */
export function statusRange(text: string): { readonly min: number; readonly max: number } {
  const [min = '', max = min] = text.split('-');
  return { min: Number(min), max: Number(max) };
}

function state(isOn: boolean): 'Enabled' | 'Disabled' {
  return isOn ? 'Enabled' : 'Disabled';
}

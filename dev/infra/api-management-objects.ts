import type { BackendPolicy, CircuitBreaker, GatewayPolicies } from '../../shared/routing/gateway-policies-schema.ts';
import type { RoutingConfig } from '../../shared/routing/routing-config.ts';
import { statusRange } from './traffic-manager-object.ts';

export type ApiManagementObjects = {
  readonly methods: readonly string[];
  readonly backends: readonly { readonly name: string; readonly properties: Readonly<Record<string, unknown>> }[];
};

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** What stands where the configuration has no duties for a gateway of its own: everything goes to the Gateway's origin. */
export const GATEWAY_ALONE: GatewayPolicies = {
  apis: [
    {
      name: 'all',
      patterns: ['/*'],
      backend: 'gateway',
      rateLimits: [],
      quotas: [],
      stripHeaders: [],
      forward: { timeoutSeconds: 220 },
    },
  ],
  backends: [{ name: 'gateway', origin: 'gateway' }],
};

/** Backends with their circuit breakers and pools, members before the pools that name them. */
export function apiManagementObjects(policies: GatewayPolicies, { originGroups }: RoutingConfig): ApiManagementObjects {
  const origins = new Map(originGroups.flatMap(({ origins: some }) => some.map((origin) => [origin.name, origin])));
  const ordered = [...policies.backends].sort((a, b) => Number(a.pool !== undefined) - Number(b.pool !== undefined));
  return {
    methods: METHODS,
    backends: ordered.map((backend) => ({
      name: backend.name,
      properties: backendProperties(backend, origins.get(backend.origin ?? '')?.host),
    })),
  };
}

function backendProperties({ name, pool, circuitBreaker }: BackendPolicy, host: string | undefined) {
  if (pool !== undefined) {
    return {
      title: name,
      type: 'Pool',
      pool: { services: pool.map(({ backend, ...order }) => ({ id: `/backends/${backend}`, ...order })) },
    };
  }
  if (host === undefined) throw new Error(`gatewayPolicies: the backend "${name}" names no origin of this document`);
  return {
    title: name,
    type: 'Single',
    protocol: 'http',
    url: `https://${host}`,
    tls: { validateCertificateChain: true, validateCertificateName: true },
    ...(circuitBreaker !== undefined && { circuitBreaker: { rules: [breaker(circuitBreaker)] } }),
  };
}

function breaker({ failures, percentage, intervalSeconds, status, tripSeconds, acceptRetryAfter }: CircuitBreaker) {
  return {
    name: 'failing',
    failureCondition: {
      ...(failures !== undefined && { count: failures }),
      ...(percentage !== undefined && { percentage }),
      interval: `PT${intervalSeconds}S`,
      statusCodeRanges: status.map(statusRange),
      // A call without any answer is a failure too.
      errorReasons: ['BackendConnectionFailure', 'Timeout'],
    },
    tripDuration: `PT${tripSeconds}S`,
    acceptRetryAfter,
  };
}

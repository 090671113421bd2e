import { GatewayPolicies } from '../../shared/routing/gateway-policies-schema.ts';

/** Policies of one API for every path, over one backend unless told otherwise. */
export function policiesWith(
  api: Readonly<Record<string, unknown>>,
  backends: readonly Readonly<Record<string, unknown>>[] = [{ name: 'gateway', origin: 'gateway' }],
): GatewayPolicies {
  return GatewayPolicies.parse({ apis: [{ name: 'api', patterns: ['/*'], backend: 'gateway', ...api }], backends });
}

import type { RoutingConfig } from '../../shared/routing/routing-config.ts';
import { apiManagementObjects, GATEWAY_ALONE } from './api-management-objects.ts';
import { policyDocument } from './api-management-policy.ts';
import { frontDoorObjects } from './front-door-objects.ts';
import { trafficManagerObject } from './traffic-manager-object.ts';
import { wafObject } from './waf-objects.ts';
import { printXml } from './xml.ts';

/** The files of `infra/generated` by name, as text. Bicep loads them and passes them through. */
export function infraFiles(config: RoutingConfig): Readonly<Record<string, string>> {
  const policies = config.gatewayPolicies ?? GATEWAY_ALONE;
  return {
    'front-door.json': json(frontDoorObjects(config)),
    'waf.json': json(wafObject(config)),
    'traffic-manager.json': json(trafficManagerObject(config.trafficManager)),
    'api-management-backends.json': json(apiManagementObjects(policies, config)),
    'api-management-policy.xml': printXml(policyDocument(policies, config.lockdown)),
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

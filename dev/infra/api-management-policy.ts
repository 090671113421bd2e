import type { ApiPolicy, GatewayPolicies } from '../../shared/routing/gateway-policies-schema.ts';
import type { Lockdown } from '../../shared/routing/network-schema.ts';
import { policyBranches } from './api-management-branches.ts';
import { corsPolicy } from './api-management-cors.ts';
import { errorPolicies, returnResponse } from './api-management-errors.ts';
import { quotaPolicy, rateLimitPolicy } from './api-management-limits.ts';
import { stripPolicies } from './api-management-strip.ts';
import { validateJwtPolicy } from './api-management-token.ts';
import { placeholder } from './arm-names.ts';
import { element, type Xml } from './xml.ts';

/**
 * The Gateway's duties of the edge kind as one API Management policy document. Each API of the configuration is a branch
 * by path; making grants and signing contexts stays with the Gateway. Errors have our own envelope.
 */
export function policyDocument({ apis }: GatewayPolicies, lockdown: Lockdown): Xml {
  return element('policies', {}, [
    element('inbound', {}, [
      element(
        'check-header',
        {
          name: lockdown.header,
          'failed-check-httpcode': '403',
          'failed-check-error-message': REFUSED,
          'ignore-case': 'true',
        },
        [element('value', {}, [placeholder('FRONT_DOOR_ID')])],
      ),
      element('choose', {}, [
        ...policyBranches(apis).map(({ condition, api }) => element('when', { condition }, policiesOf(api))),
        element('otherwise', {}, [returnResponse(404, 'RouteNotFound')]),
      ]),
    ]),
    element('backend', {}, [
      element('forward-request', {
        timeout: '@((int)context.Variables["timeoutSeconds"])',
        'follow-redirects': 'false',
        'buffer-request-body': 'false',
        'buffer-response': 'false',
      }),
    ]),
    element('outbound', {}, []),
    element('on-error', {}, errorPolicies()),
  ]);
}

const REFUSED = 'The request did not come through the edge.';

/**
 * In this order, so that a refusal that follows carries the CORS headers. API Management runs the policy for OPTIONS too,
 * because the deployment declares that operation; otherwise it would answer preflights before it knows the path.
 */
function policiesOf(api: ApiPolicy): readonly Xml[] {
  const { name, cors, validateJwt, rateLimits, quotas, stripHeaders, forward, backend } = api;
  const hasToken = validateJwt !== undefined;
  return [
    ...(cors === undefined ? [] : [corsPolicy(cors)]),
    ...stripPolicies(stripHeaders),
    ...(hasToken ? [validateJwtPolicy(validateJwt)] : []),
    ...rateLimits.map((limit, index) => rateLimitPolicy(limit, { scope: `${name} ${index}`, hasToken })),
    ...quotas.map((quota, index) => quotaPolicy(quota, { scope: `${name} ${index}`, hasToken })),
    element('set-variable', { name: 'timeoutSeconds', value: `@(${forward.timeoutSeconds})` }),
    element('set-backend-service', { 'backend-id': backend }),
  ];
}

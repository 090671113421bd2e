import type {
  ApiPolicy,
  Cors,
  GatewayPolicies,
  Quota,
  RateLimit,
  ValidateJwt,
} from '../../shared/routing/gateway-policies-schema.ts';
import type { Lockdown } from '../../shared/routing/network-schema.ts';
import { placeholder } from './arm-names.ts';
import { STRIPPED_HEADERS } from './front-door-rules.ts';
import { element, type Xml } from './xml.ts';

/**
 * The Gateway's duties of the edge kind as one API Management policy document. Each API of the configuration is a branch
 * by path; making grants and signing contexts stays with the Gateway. Errors have our own envelope.
 */
export function policyDocument({ apis }: GatewayPolicies, lockdown: Lockdown): Xml {
  const corsOfAll = apis.flatMap(({ cors }) => (cors === undefined ? [] : [corsElement(cors)])).slice(0, 1);
  return element('policies', {}, [
    element('inbound', {}, [
      ...corsOfAll,
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
        ...[...apis].sort(longestFirst).map(branch),
        element('otherwise', {}, [returnResponse(404, 'RouteNotFound')]),
      ]),
    ]),
    element('backend', {}, [
      element('forward-request', {
        timeout: String(Math.max(...apis.map(({ forward }) => forward.timeoutSeconds))),
        'follow-redirects': 'false',
        'buffer-request-body': 'false',
        'buffer-response': 'false',
      }),
    ]),
    element('outbound', {}, []),
    element('on-error', {}, [errorEnvelope()]),
  ]);
}

const REFUSED = 'The request did not come through the edge.';

/** The first branch that fits is taken, so that the longest path must come first. */
function longestFirst(one: ApiPolicy, other: ApiPolicy): number {
  const longest = ({ patterns }: ApiPolicy) => Math.max(...patterns.map(({ length }) => length));
  return longest(other) - longest(one);
}

function branch(api: ApiPolicy): Xml {
  return element('when', { condition: `@(${api.patterns.map(pathTest).join(' || ')})` }, [
    ...api.stripHeaders.flatMap(stripHeader),
    ...(api.validateJwt === undefined ? [] : [validateJwt(api.validateJwt)]),
    ...api.rateLimits.map(rateLimit),
    ...api.quotas.map(quota),
    element('set-backend-service', { 'backend-id': api.backend }),
  ]);
}

function pathTest(pattern: string): string {
  const path = 'context.Request.OriginalUrl.Path';
  return pattern.endsWith('*')
    ? `${path}.StartsWith(${quoted(pattern.slice(0, -1))}, StringComparison.OrdinalIgnoreCase)`
    : `${path}.Equals(${quoted(pattern)}, StringComparison.OrdinalIgnoreCase)`;
}

/** A policy deletes one name at a time: of a name whose end is open, the known ones go, and any other is refused. */
function stripHeader(name: string): readonly Xml[] {
  const deleted = (one: string) => element('set-header', { name: one, 'exists-action': 'delete' });
  if (!name.endsWith('*')) return [deleted(name)];
  const start = name.slice(0, -1);
  const known = STRIPPED_HEADERS.filter((one) => one.toLowerCase().startsWith(start.toLowerCase()));
  const left = `context.Request.Headers.Keys.Any(k => k.StartsWith(${quoted(start)}, StringComparison.OrdinalIgnoreCase))`;
  return [
    ...known.map(deleted),
    element('choose', {}, [element('when', { condition: `@(${left})` }, [returnResponse(400, 'BadRequest')])]),
  ];
}

function validateJwt(policy: ValidateJwt): Xml {
  const list = (name: string, item: string, values: readonly string[]) =>
    values.length === 0
      ? []
      : [
          element(
            name,
            {},
            values.map((value) => element(item, {}, [value])),
          ),
        ];
  return element(
    'validate-jwt',
    {
      'header-name': 'Authorization',
      'require-scheme': 'Bearer',
      'failed-validation-httpcode': '401',
      'require-expiration-time': String(policy.requireExpirationTime),
      'require-signed-tokens': 'true',
      'clock-skew': String(policy.clockSkewSeconds),
      'output-token-variable-name': 'jwt',
    },
    [
      element('openid-config', { url: policy.openIdConfig }),
      ...list('audiences', 'audience', policy.audiences),
      // An issuer with the token's own tenant in it cannot be listed; the Gateway compares it exactly.
      ...list(
        'issuers',
        'issuer',
        policy.issuers.filter((issuer) => !issuer.includes('{tid}')),
      ),
      ...(policy.requiredClaims.length === 0
        ? []
        : [
            element(
              'required-claims',
              {},
              policy.requiredClaims.map(({ name, match, values, separator }) =>
                element(
                  'claim',
                  { name, match, ...(separator !== undefined && { separator }) },
                  values.map((value) => element('value', {}, [value])),
                ),
              ),
            ),
          ]),
    ],
  );
}

const KEYS: { readonly [K in RateLimit['key']]: string } = {
  tid: '@(((Jwt)context.Variables["jwt"]).Claims.GetValueOrDefault("tid", ""))',
  'tid+oid':
    '@(((Jwt)context.Variables["jwt"]).Claims.GetValueOrDefault("tid", "") + "/" + ((Jwt)context.Variables["jwt"]).Claims.GetValueOrDefault("oid", ""))',
  address: '@(context.Request.Headers.GetValueOrDefault("X-Azure-SocketIP", context.Request.IpAddress))',
};

function rateLimit({ calls, periodSeconds, key, countOnly, incrementBy, remainingHeader }: RateLimit): Xml {
  return element('rate-limit-by-key', {
    calls: String(calls),
    'renewal-period': String(periodSeconds),
    'counter-key': KEYS[key],
    ...(countOnly !== undefined && { 'increment-condition': `@(${countOnly.map(statusTest).join(' || ')})` }),
    ...(incrementBy !== 1 && { 'increment-count': String(incrementBy) }),
    'retry-after-header-name': 'Retry-After',
    ...(remainingHeader !== undefined && { 'remaining-calls-header-name': remainingHeader }),
  });
}

function statusTest(range: string): string {
  const [min = '', max = min] = range.split('-');
  return `(context.Response.StatusCode >= ${min} && context.Response.StatusCode <= ${max})`;
}

function quota({ calls, bandwidthKB, periodSeconds, key }: Quota): Xml {
  return element('quota-by-key', {
    ...(calls !== undefined && { calls: String(calls) }),
    ...(bandwidthKB !== undefined && { bandwidth: String(bandwidthKB) }),
    'renewal-period': String(periodSeconds),
    'counter-key': KEYS[key],
  });
}

function corsElement(cors: Cors): Xml {
  const names = (list: string, item: string, values: readonly string[]) =>
    values.length === 0
      ? []
      : [
          element(
            list,
            {},
            values.map((value) => element(item, {}, [value])),
          ),
        ];
  return element(
    'cors',
    { 'allow-credentials': String(cors.credentials), 'terminate-unmatched-request': String(cors.terminateUnmatched) },
    [
      ...names('allowed-origins', 'origin', cors.origins),
      element(
        'allowed-methods',
        cors.maxAgeSeconds === undefined ? {} : { 'preflight-result-max-age': String(cors.maxAgeSeconds) },
        cors.methods.map((method) => element('method', {}, [method])),
      ),
      ...names('allowed-headers', 'header', cors.headers),
      ...names('expose-headers', 'header', cors.exposeHeaders),
    ],
  );
}

/** API Management's own refusals in our envelope: its reason as the code, nothing else of what it knows. */
function errorEnvelope(): Xml {
  const body =
    '@{ var code = new Dictionary<string, string> { {"TokenExpired", "TokenExpired"}, {"RateLimitExceeded", "TooManyRequests"}, {"QuotaExceeded", "QuotaExceeded"} }; var reason = context.LastError.Reason ?? ""; string named; if (!code.TryGetValue(reason, out named)) { named = context.Response.StatusCode == 401 ? "Unauthorized" : "RequestRefused"; } return new JObject(new JProperty("error", new JObject(new JProperty("code", named), new JProperty("message", "The request was refused before it reached the service."), new JProperty("requestId", context.RequestId)))).ToString(); }';
  return element('choose', {}, [
    element('when', { condition: '@(context.Response.StatusCode >= 400)' }, [
      element('set-header', { name: 'Content-Type', 'exists-action': 'override' }, [
        element('value', {}, ['application/json']),
      ]),
      element('set-header', { name: 'Cache-Control', 'exists-action': 'override' }, [
        element('value', {}, ['no-store']),
      ]),
      element('set-body', {}, [body]),
    ]),
  ]);
}

function returnResponse(status: number, code: string): Xml {
  const body = JSON.stringify({ error: { code, message: 'The request was refused before it reached the service.' } });
  return element('return-response', {}, [
    element('set-status', { code: String(status), reason: code }),
    element('set-header', { name: 'Content-Type', 'exists-action': 'override' }, [
      element('value', {}, ['application/json']),
    ]),
    element('set-body', {}, [body]),
  ]);
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

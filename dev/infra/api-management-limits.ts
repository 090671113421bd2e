import type { Quota, RateLimit } from '../../shared/routing/gateway-policies-schema.ts';
import { quoted } from './csharp.ts';
import { element, type Xml } from './xml.ts';

/** Where a limit stands. API Management counts equal keys together, so that each limit puts its own scope before them. */
export type LimitPlace = { readonly scope: string; readonly hasToken: boolean };

export function rateLimitPolicy(limit: RateLimit, place: LimitPlace): Xml {
  const { calls, periodSeconds, key, countOnly, incrementBy, remainingHeader } = limit;
  return element('rate-limit-by-key', {
    calls: String(calls),
    'renewal-period': String(periodSeconds),
    'counter-key': counterKey(key, place),
    ...(countOnly !== undefined && { 'increment-condition': `@(${countOnly.map(statusTest).join(' || ')})` }),
    ...(incrementBy !== 1 && { 'increment-count': String(incrementBy) }),
    'retry-after-header-name': 'Retry-After',
    ...(remainingHeader !== undefined && { 'remaining-calls-header-name': remainingHeader }),
  });
}

export function quotaPolicy({ calls, bandwidthKB, periodSeconds, key }: Quota, place: LimitPlace): Xml {
  return element('quota-by-key', {
    ...(calls !== undefined && { calls: String(calls) }),
    ...(bandwidthKB !== undefined && { bandwidth: String(bandwidthKB) }),
    'renewal-period': String(periodSeconds),
    'counter-key': counterKey(key, place),
  });
}

/** Front Door's own header, which no client can set: to API Management all calls come from Front Door. */
const ADDRESS = '"address " + context.Request.Headers.GetValueOrDefault("X-Azure-SocketIP", context.Request.IpAddress)';

/** Where a token lacks the claims, or there is none, the address stands in: so what is not signed in is counted too. */
function counterKey(key: RateLimit['key'], { scope, hasToken }: LimitPlace): string {
  const start = quoted(`${scope} `);
  if (key === 'address' || !hasToken) return `@(${start} + ${ADDRESS})`;
  const claims = ['tid', ...(key === 'tid' ? [] : ['oid'])];
  const read = claims.map((claim) => `var ${claim} = jwt.Claims.GetValueOrDefault(${quoted(claim)}, "");`).join(' ');
  const lacks = claims.map((claim) => `${claim} == ""`).join(' || ');
  const whose = key === 'tid' ? '"tenant " + tid' : '"person " + tid + "/" + oid';
  return `@{ var jwt = (Jwt)context.Variables["jwt"]; ${read} return ${start} + (${lacks} ? ${ADDRESS} : ${whose}); }`;
}

function statusTest(range: string): string {
  const [min = '', max = min] = range.split('-');
  return `(context.Response.StatusCode >= ${min} && context.Response.StatusCode <= ${max})`;
}

import { quoted } from './csharp.ts';
import { element, type Xml } from './xml.ts';

/** What API Management calls its refusals, and our code for each. */
const CODES: Readonly<Record<string, string>> = {
  TokenNotPresent: 'TokenMissing',
  TokenExpired: 'TokenExpired',
  JwtInvalid: 'TokenInvalid',
  TokenSignatureInvalid: 'TokenInvalid',
  TokenSignatureKeyNotFound: 'TokenInvalid',
  TokenAudienceNotAllowed: 'TokenInvalid',
  TokenIssuerNotAllowed: 'TokenInvalid',
  TokenClaimNotFound: 'TokenInvalid',
  TokenClaimValueNotAllowed: 'TokenInvalid',
  RateLimitExceeded: 'TooManyRequests',
  QuotaExceeded: 'QuotaExceeded',
  HeaderNotFound: 'NotThroughEdge',
  HeaderValueNotAllowed: 'NotThroughEdge',
  BackendConnectionFailure: 'ServiceUnavailable',
  Timeout: 'GatewayTimeout',
};
/** What says nothing of its status by itself. */
const STATUSES: Readonly<Record<string, number>> = { BackendConnectionFailure: 502, Timeout: 504 };

const MESSAGE = 'The request was refused before it reached the service.';

/** Refusals of API Management's own get our status, our envelope and nothing else of what it knows. */
export function errorPolicies(): readonly Xml[] {
  const statuses = Object.entries(STATUSES).map(([reason, status]) =>
    element('when', { condition: `@(context.LastError.Reason == ${quoted(reason)})` }, [
      element('set-status', { code: String(status), reason: CODES[reason] ?? '' }),
    ]),
  );
  const challenge = '@(context.LastError.Reason == "TokenNotPresent" ? "Bearer" : "Bearer error=\\"invalid_token\\"")';
  return [
    element('choose', {}, statuses),
    element('choose', {}, [
      element('when', { condition: '@(context.Response.StatusCode == 401)' }, [header('WWW-Authenticate', challenge)]),
    ]),
    header('Content-Type', 'application/json'),
    header('Cache-Control', 'no-store'),
    element('set-body', {}, [bodyExpression()]),
  ];
}

/** An open circuit has no reason of its own; its status tells it. */
function bodyExpression(): string {
  const pairs = Object.entries(CODES)
    .map(([reason, code]) => `{${quoted(reason)}, ${quoted(code)}}`)
    .join(', ');
  return [
    `@{ var codes = new Dictionary<string, string> { ${pairs} };`,
    'string code;',
    'if (!codes.TryGetValue(context.LastError.Reason ?? "", out code))',
    '{ code = context.Response.StatusCode == 503 ? "BackendUnavailable" : "RequestRefused"; }',
    'return new JObject(new JProperty("error", new JObject(new JProperty("code", code),',
    `new JProperty("message", ${quoted(MESSAGE)}), new JProperty("requestId", context.RequestId)))).ToString(); }`,
  ].join(' ');
}

/** Ends the call with our envelope. */
export function returnResponse(status: number, code: string): Xml {
  return element('return-response', {}, [
    element('set-status', { code: String(status), reason: code }),
    header('Content-Type', 'application/json'),
    header('Cache-Control', 'no-store'),
    element('set-body', {}, [JSON.stringify({ error: { code, message: MESSAGE } })]),
  ]);
}

function header(name: string, value: string): Xml {
  return element('set-header', { name, 'exists-action': 'override' }, [element('value', {}, [value])]);
}

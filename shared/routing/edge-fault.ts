/** A refusal by the edge itself, with the facts that its sentence needs. */
export type EdgeFault =
  | { readonly code: 'BadRequest'; readonly what: string }
  | { readonly code: 'RouteNotFound' }
  | { readonly code: 'NotFound' }
  | { readonly code: 'MethodNotAllowed'; readonly allow: string }
  | { readonly code: 'RequestTimeout' }
  | { readonly code: 'RequestTooLarge'; readonly limitBytes: number }
  | { readonly code: 'UriTooLong'; readonly limitBytes: number }
  | { readonly code: 'RequestHeadersTooLarge'; readonly limitBytes: number }
  | { readonly code: 'EdgeError' }
  | { readonly code: 'WebSocketNotSupported' }
  | { readonly code: 'ServiceUnavailable' }
  | { readonly code: 'OutcomeUnknown' }
  | { readonly code: 'BackendUnavailable'; readonly retryAfterSeconds: number }
  | { readonly code: 'RequestBlocked'; readonly status?: number; readonly retryAfterSeconds?: number | undefined }
  | { readonly code: 'NetworkAccessRefused' }
  | { readonly code: 'NotThroughEdge' }
  | { readonly code: 'LoopDetected' }
  | { readonly code: 'TokenMissing' }
  | { readonly code: 'TokenInvalid' }
  | { readonly code: 'TokenExpired' }
  | {
      readonly code: 'TooManyRequests';
      readonly limit: number;
      readonly per: string;
      readonly retryAfterSeconds: number;
    }
  | {
      readonly code: 'QuotaExceeded';
      readonly limit: number;
      readonly unit: 'calls' | 'KB';
      readonly retryAfterSeconds: number | undefined;
    }
  | { readonly code: 'GatewayTimeout'; readonly limitSeconds: number };

export type EdgeAnswer = { readonly status: number; readonly headers: readonly string[]; readonly body: string };

/** The status of each refusal. */
const EDGE_STATUS: Readonly<Record<EdgeFault['code'], number>> = {
  BadRequest: 400,
  RouteNotFound: 404,
  NotFound: 404,
  MethodNotAllowed: 405,
  RequestTimeout: 408,
  RequestTooLarge: 413,
  UriTooLong: 414,
  RequestHeadersTooLarge: 431,
  EdgeError: 500,
  WebSocketNotSupported: 501,
  ServiceUnavailable: 502,
  OutcomeUnknown: 502,
  BackendUnavailable: 503,
  RequestBlocked: 403,
  NetworkAccessRefused: 403,
  NotThroughEdge: 403,
  LoopDetected: 508,
  TokenMissing: 401,
  TokenInvalid: 401,
  TokenExpired: 401,
  TooManyRequests: 429,
  QuotaExceeded: 403,
  GatewayTimeout: 504,
};

/**
 * The answer to a refused request, in Power BI's envelope (`ErrorEnvelope` of the contract). It names neither origin nor
 * address; the request id is what leads from it to the log. Headers are a flat list of names and values.
 */
export function answerFor(fault: EdgeFault, requestId: string): EdgeAnswer {
  const body = JSON.stringify({ error: { code: fault.code, message: sentence(fault), requestId } });
  const headers = [
    'Content-Type',
    'application/json; charset=utf-8',
    'Content-Length',
    String(new TextEncoder().encode(body).length),
    'Cache-Control',
    'no-store',
    'X-Content-Type-Options',
    'nosniff',
    'RequestId',
    requestId,
    'X-Azure-Ref',
    requestId,
  ];
  if (fault.code === 'MethodNotAllowed') headers.push('Allow', fault.allow);
  if (EDGE_STATUS[fault.code] === 401) headers.push('WWW-Authenticate', challenge(fault.code));
  const retryAfter = retryAfterSeconds(fault);
  if (retryAfter !== undefined) headers.push('Retry-After', String(retryAfter));
  const status = 'status' in fault ? fault.status : undefined;
  return { status: status ?? EDGE_STATUS[fault.code], headers, body };
}

function retryAfterSeconds(fault: EdgeFault): number | undefined {
  if (fault.code === 'ServiceUnavailable') return 1;
  return 'retryAfterSeconds' in fault ? fault.retryAfterSeconds : undefined;
}

/** Only a token that was sent can be wrong (RFC 6750). */
function challenge(code: EdgeFault['code']): string {
  return code === 'TokenMissing' ? 'Bearer' : 'Bearer error="invalid_token"';
}

function sentence(fault: EdgeFault): string {
  switch (fault.code) {
    case 'BadRequest':
      return fault.what;
    case 'RouteNotFound':
      return 'Nothing is served at this host and path.';
    case 'NotFound':
      return 'There is no such file.';
    case 'MethodNotAllowed':
      return `This path answers ${fault.allow}.`;
    case 'RequestTimeout':
      return 'The request did not arrive in time. Send it again.';
    case 'RequestTooLarge':
      return `The request body is larger than the ${fault.limitBytes} bytes allowed here.`;
    case 'UriTooLong':
      return `The URL is longer than ${fault.limitBytes} bytes.`;
    case 'RequestHeadersTooLarge':
      return `The request headers are larger than ${fault.limitBytes} bytes.`;
    case 'EdgeError':
      return 'The edge failed to handle this request.';
    case 'WebSocketNotSupported':
      return 'WebSocket is not offered here. Use plain HTTP requests.';
    case 'ServiceUnavailable':
      return 'The part of the service that answers this path cannot be reached. Try again in a moment.';
    case 'OutcomeUnknown':
      return 'The connection to the service broke off while this request was on its way. It was carried out or it was not: look before you send it again.';
    case 'BackendUnavailable':
      return `The service is given a rest after failures. Try again in ${fault.retryAfterSeconds} s.`;
    case 'RequestBlocked':
      return 'The edge refused this request.';
    case 'NetworkAccessRefused':
      return 'This service does not take requests from this network.';
    case 'NotThroughEdge':
      return 'This address is not for direct use.';
    case 'LoopDetected':
      return 'The request came back to where it was. An origin is an edge itself.';
    case 'TokenMissing':
      return 'Sign in first: send an access token as "Authorization: Bearer …".';
    case 'TokenInvalid':
      return 'The access token was not accepted. Sign in again.';
    case 'TokenExpired':
      return 'Access token has expired, resubmit with a new access token';
    case 'TooManyRequests':
      return `At most ${fault.limit} calls ${fault.per} are allowed. Try again in ${fault.retryAfterSeconds} s.`;
    case 'QuotaExceeded':
      return `The quota of ${fault.limit} ${fault.unit} is used up.`;
    case 'GatewayTimeout':
      return `The service did not answer within ${fault.limitSeconds} seconds.`;
  }
}

import { faultReply } from '../shared/contract/error-envelope.ts';
import { Fault } from '../shared/domain/faults.ts';
import type { Handler, Invocation, Log } from './route.ts';

/** Marks a refusal of the internal hop itself, which the Gateway must not mistake for an answer to the person. */
export const HOP_REFUSED_HEADER = 'x-azimuth-hop-refused';

/** A JSON answer. Nothing of the API is ever stored by a browser or a cache. */
export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(value), {
    status,
    headers: { 'Content-Type': 'application/json; charset=utf-8', ...headers },
  });
}

/** What Power BI answers to deletes and updates: 200 and no body. */
export function done(): Response {
  return new Response(null, { status: 200 });
}

/**
 * The outermost wrapper of every handler: a fault becomes its envelope, anything else thrown is a bug of ours, is
 * logged with the request id and answered 500 without details. Every answer carries the request id.
 */
export function answering(handler: Handler): Handler {
  return async (request, invocation) => {
    const requestId = requestIdOf(request);
    const response = await attempt(handler, request, invocation).catch((thrown: unknown) =>
      refusal(thrown, requestId, invocation.log),
    );
    response.headers.set('RequestId', requestId);
    if (!response.headers.has('Cache-Control')) response.headers.set('Cache-Control', 'no-store');
    response.headers.set('X-Content-Type-Options', 'nosniff');
    return response;
  };
}

/** A handler that throws before it returns its promise is a rejected one as well. */
async function attempt(handler: Handler, request: Request, invocation: Invocation): Promise<Response> {
  return handler(request, invocation);
}

function refusal(thrown: unknown, requestId: string, log: Log): Response {
  if (!(thrown instanceof Fault)) {
    log('error', 'unexpected', {
      requestId,
      error: thrown instanceof Error ? (thrown.stack ?? thrown.message) : 'thrown',
    });
    return envelope(
      500,
      'InternalError',
      'Something went wrong on our side. Try again; if it stays, report the id.',
      requestId,
    );
  }
  const { status, code, message } = faultReply(thrown);
  const why = thrown.code === 'hop-refused' || thrown.code === 'token-invalid' ? thrown.detail : {};
  log(status >= 500 ? 'error' : 'info', 'refused', { requestId, code: thrown.code, status, ...why });
  const response = envelope(status, code, message, requestId);
  if (status === 401) response.headers.set('WWW-Authenticate', challenge(thrown));
  if (thrown.code === 'hop-refused') response.headers.set(HOP_REFUSED_HEADER, 'true');
  if ('allowed' in thrown.detail) response.headers.set('Allow', thrown.detail.allowed);
  if (thrown.code === 'engine-busy' && 'retryAfterSeconds' in thrown.detail) {
    response.headers.set('Retry-After', String(thrown.detail.retryAfterSeconds));
  }
  return response;
}

function challenge(fault: Fault): string {
  return fault.code === 'token-missing' ? 'Bearer' : 'Bearer error="invalid_token"';
}

function envelope(status: number, code: string, message: string, requestId: string): Response {
  return json(status, { error: { code, message, requestId } });
}

/** The id that the edge gave the request, or a new one where it came without. */
export function requestIdOf(request: Request): string {
  const given = request.headers.get('x-request-id');
  return given !== null && /^[\w.:/+=-]{8,100}$/.test(given) ? given : newRequestId(request);
}

const fresh = new WeakMap<Request, string>();
function newRequestId(request: Request): string {
  const id = fresh.get(request) ?? crypto.randomUUID();
  fresh.set(request, id);
  return id;
}

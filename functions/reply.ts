import { faultReply } from '../shared/contract/error-envelope.ts';
import { Fault, hasCode } from '../shared/domain/faults.ts';
import type { Facts, Outcome } from '../shared/telemetry/facts.ts';
import type { Handler, Invocation, Log } from './route.ts';
import { bugText } from './telemetry/bug-text.ts';

/** Marks a refusal of the internal hop itself, which the Gateway must not mistake for an answer to the person. */
export const HOP_REFUSED_HEADER = 'x-azimuth-hop-refused';

/** Marks a 401 that is meant for the caller; any other of an internal role is between the Gateway and that role. */
export const CALLER_REFUSED_HEADER = 'x-azimuth-caller-refused';

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
      refusal(thrown, request, invocation.log),
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

const told = new WeakMap<Request, Readonly<Record<string, unknown>>>();

/** Facts of a request that its log line shall carry, should it be refused, and telemetry in any case: the tenant, the operation. */
export function tell(request: Request, facts: Readonly<Record<string, unknown>>): void {
  told.set(request, facts);
}

/** What of them telemetry may say, and how the request was refused, if it was. */
export function toldOf(request: Request): Pick<Facts, 'tenantId' | 'outcome'> {
  const tenantId = told.get(request)?.['tenantId'];
  const outcome = refused.get(request);
  return { ...(typeof tenantId === 'string' && { tenantId }), ...(outcome !== undefined && { outcome }) };
}

const refused = new WeakMap<Request, Outcome>();

function refusal(thrown: unknown, request: Request, log: Log): Response {
  const requestId = requestIdOf(request);
  const about = told.get(request) ?? {};
  refused.set(request, thrown instanceof Fault ? thrown.code : 'unexpected');
  if (!(thrown instanceof Fault)) {
    log('error', 'unexpected', {
      requestId,
      ...about,
      error: bugText(thrown),
    });
    return envelope(
      500,
      'InternalError',
      'Something went wrong on our side. Try again; if it stays, report the id.',
      requestId,
    );
  }
  const { status, code, message, details } = faultReply(thrown);
  const why = thrown.code === 'hop-refused' || thrown.code === 'token-invalid' ? thrown.detail : {};
  log(status >= 500 ? 'error' : 'info', 'refused', { requestId, ...about, code: thrown.code, status, ...why });
  const response = envelope(status, code, message, requestId, details === undefined ? {} : { 'pbi.error': details });
  if (thrown.code === 'person-required') response.headers.set(CALLER_REFUSED_HEADER, 'true');
  if (status === 401) response.headers.set('WWW-Authenticate', challenge(thrown));
  if (thrown.code === 'hop-refused') response.headers.set(HOP_REFUSED_HEADER, 'true');
  if ('allowed' in thrown.detail) response.headers.set('Allow', thrown.detail.allowed);
  if ('retryAfterSeconds' in thrown.detail) {
    response.headers.set('Retry-After', String(thrown.detail.retryAfterSeconds));
  }
  return response;
}

function challenge(fault: Fault): string {
  if (hasCode(fault, 'session-revoked') && fault.detail.takesChallenges) return claimsChallenge(fault.detail.validFrom);
  return fault.code === 'token-missing' || fault.code === 'person-required' ? 'Bearer' : 'Bearer error="invalid_token"';
}

/**
 * What a client that speaks continuous access evaluation is told: to ask Entra for a token that was issued after the
 * revocation, whatever it still has in its cache.
 */
function claimsChallenge(validFrom: string): string {
  const value = String(Math.ceil(Date.parse(validFrom) / 1000));
  const claims = JSON.stringify({ access_token: { nbf: { essential: true, value } } });
  return `Bearer realm="", error="insufficient_claims", claims="${btoa(claims)}"`;
}

function envelope(status: number, code: string, message: string, requestId: string, more: object = {}): Response {
  return json(status, { error: { code, message, requestId, ...more } });
}

const ids = new WeakMap<Request, string>();

/**
 * The id that the edge gave the request, or a new one where it came without; the same for as long as the request lives,
 * whatever becomes of its headers. Our own edge and the Gateway give `X-Request-Id`; Front Door takes a client's away and
 * gives its reference alone.
 */
export function requestIdOf(request: Request): string {
  const known = ids.get(request);
  if (known !== undefined) return known;
  const given = request.headers.get('x-request-id') ?? request.headers.get('x-azure-ref');
  const id = given !== null && /^[\w.:/+=-]{8,100}$/.test(given) ? given : crypto.randomUUID();
  ids.set(request, id);
  return id;
}

import { app, type HttpMethod, type HttpRequest, HttpResponse, type InvocationContext } from '@azure/functions';
import { faultReply } from '../shared/contract/error-envelope.ts';
import { Fault } from '../shared/domain/faults.ts';
import type { Invocation, Log, Route, Timer } from './route.ts';

/**
 * Registers a table of routes and timers with Azure Functions. Requests stream in. Function keys play no part:
 * who may call is checked by each route's own handler.
 */
export function registerWithAzure(routes: readonly Route[], timers: readonly Timer[]): void {
  app.setup({ enableHttpStream: true });
  for (const route of routes) {
    app.http(route.name, {
      methods: route.methods.filter(isHttpMethod),
      authLevel: 'anonymous',
      route: route.path.slice(1),
      handler: (request, context) => answer(route, request, context),
    });
  }
  for (const timer of timers) {
    app.timer(timer.name, {
      schedule: timer.schedule,
      handler: (_, context) => timer.run(invocationOf(context)),
    });
  }
}

const HTTP_METHODS: readonly HttpMethod[] = ['GET', 'POST', 'DELETE', 'HEAD', 'PATCH', 'PUT', 'OPTIONS'];

function isHttpMethod(method: string): method is HttpMethod {
  return HTTP_METHODS.some((known) => known === method);
}

/**
 * The answer is read whole before it is given to the host: the library never ends an answer whose body breaks off, and
 * the client would wait for it in vain.
 */
async function answer(route: Route, request: HttpRequest, context: InvocationContext): Promise<HttpResponse> {
  const response = await route.handler(webRequest(request), invocationOf(context));
  const body = await response.arrayBuffer().catch(() => undefined);
  if (body === undefined) return brokenOff();
  return new HttpResponse({
    status: response.status,
    headers: response.headers,
    ...(response.body === null ? {} : { body: new Uint8Array(body) }),
  });
}

function brokenOff(): HttpResponse {
  const { status, code, message } = faultReply(new Fault('upstream-unavailable', { role: 'internal' }));
  return new HttpResponse({ status, jsonBody: { error: { code, message } }, headers: { 'Cache-Control': 'no-store' } });
}

/** The request in the web's own terms; the host's own parameters, which mix in query and body, are left behind. */
function webRequest(request: HttpRequest): Request {
  const hasBody = request.method !== 'GET' && request.method !== 'HEAD' && request.body !== null;
  return new Request(request.url, {
    method: request.method,
    headers: [...request.headers.entries()],
    ...(hasBody ? { body: request.body, duplex: 'half' } : {}),
  });
}

function invocationOf(context: InvocationContext): Invocation {
  const write = { info: context.info, warn: context.warn, error: context.error } as const;
  const log: Log = (level, event, facts = {}) => {
    write[level].call(context, JSON.stringify({ event, ...facts, invocationId: context.invocationId }));
  };
  return { signal: new AbortController().signal, log };
}

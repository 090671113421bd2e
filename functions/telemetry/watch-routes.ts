import type { Facts } from '../../shared/telemetry/facts.ts';
import type { Telemetry } from '../../shared/telemetry/telemetry.ts';
import { requestIdOf, toldOf } from '../reply.ts';
import type { Log, Route } from '../route.ts';

/**
 * Routes whose requests are measured, and whose log lines carry the trace's id. Probes are left out: they come by the
 * minute and say nothing. Where nothing is recorded these are the routes themselves.
 */
export function watchRoutes(routes: readonly Route[], telemetry: Telemetry): readonly Route[] {
  if (!telemetry.isOn) return routes;
  return routes.map((route) => (route.name.endsWith('-health') ? route : watchRoute(route, telemetry)));
}

function watchRoute(route: Route, telemetry: Telemetry): Route {
  return {
    ...route,
    handler: (request, invocation) => {
      const requestId = requestIdOf(request);
      const facts = { requestId, operation: route.name, method: request.method, route: route.path, ...roleOf(route) };
      return telemetry.serve({ requestId, traceparent: request.headers.get('traceparent') }, facts, async (span) => {
        const response = await route.handler(request, { ...invocation, log: tracing(invocation.log, span.traceId) });
        span.note({ status: response.status, ...toldOf(request) });
        return response;
      });
    },
  };
}

const ROLES = ['web-front-end', 'gateway', 'presentation', 'data-movement'] as const;

/** A route is named after its role first. */
function roleOf({ name }: Route): Facts {
  const role = ROLES.find((known) => name.startsWith(`${known}-`));
  return role === undefined ? {} : { role };
}

function tracing(log: Log, traceId: string | undefined): Log {
  return (level, event, facts = {}) => log(level, event, { traceId, ...facts });
}

import { parseRouting } from '../../shared/routing/parse-routing.ts';
import type { Route, Routing } from '../../shared/routing/routing.ts';

type RouteInput = { readonly name: string; readonly patterns: readonly string[] } & Readonly<Record<string, unknown>>;

/** A small deployable configuration with the given routes; each goes to the group of `originGroup`, else to `gateway`. */
export function configWith(routes: readonly RouteInput[], more: Readonly<Record<string, unknown>> = {}) {
  return {
    version: 1,
    profile: { name: 'test-edge', frontDoorId: `\${FRONT_DOOR_ID}`, originResponseTimeoutSeconds: 240 },
    limits: { urlBytes: 8192, headerBytes: 32768, bodyBytes: 1048576 },
    originGroups: [
      { name: 'gateway', origins: [{ name: 'gateway', serves: 'gateway', host: 'gateway.example' }] },
      { name: 'static', origins: [{ name: 'static', serves: 'static', host: 'static.example' }] },
    ],
    routes: routes.map((route) => ({ originGroup: 'gateway', ...route })),
    ...more,
  };
}

/** The parsed value of a configuration that must be good. */
export function routingOf(document: unknown, overlay?: unknown): Routing {
  const parsed = parseRouting(document, overlay);
  if (parsed.kind === 'refused') throw new Error(JSON.stringify(parsed.problems));
  return parsed.routing;
}

/** The only route of a configuration with just that one. */
export function onlyRoute(
  route: Readonly<Record<string, unknown>>,
  more: Readonly<Record<string, unknown>> = {},
): Route {
  const [first] = routingOf(configWith([{ name: 'only', patterns: ['/*'], ...route }], more)).routes;
  if (first === undefined) throw new Error('the configuration has no route');
  return first;
}

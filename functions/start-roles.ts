import type { RoleName } from '../shared/domain/principal.ts';
import type { Telemetry } from '../shared/telemetry/telemetry.ts';
import { type OpenMetadata, openMetadata } from './open-metadata.ts';
import type { StartedRole } from './started-role.ts';
import { startTelemetry } from './telemetry/start.ts';
import { watchOpening } from './telemetry/watch-metadata.ts';
import { watchRoutes } from './telemetry/watch-routes.ts';

/** Each role is loaded only where it is served, so that no instance pays for another's libraries. */
const STARTERS: { readonly [R in RoleName]: (open: OpenMetadata, telemetry: Telemetry) => Promise<StartedRole> } = {
  'web-front-end': async () => (await import('./web-front-end/start.ts')).startWebFrontEnd(),
  gateway: async (open, telemetry) => (await import('./gateway/start.ts')).startGateway(open, telemetry),
  presentation: async (open, telemetry) => (await import('./presentation/start.ts')).startPresentation(open, telemetry),
  'data-movement': async (open, telemetry) =>
    (await import('./data-movement/start.ts')).startDataMovement(open, telemetry),
};

/** Starts these roles in this process; one table of all their routes. The local host may open the metadata its own way. */
export async function startRoles(roles: readonly RoleName[], open: OpenMetadata = openMetadata): Promise<StartedRole> {
  const telemetry = await startTelemetry(roles.length === 1 ? `azimuth-${roles[0]}` : 'azimuth');
  const watched = watchOpening(open, telemetry);
  const started = await Promise.all(roles.map((role) => STARTERS[role](watched, telemetry)));
  return {
    routes: watchRoutes(
      started.flatMap((role) => role.routes),
      telemetry,
    ),
    timers: started.flatMap((role) => role.timers),
    ready: async () => {
      await Promise.all(started.map((role) => role.ready()));
    },
    stop: async () => {
      await Promise.allSettled(started.map((role) => role.stop()));
      await telemetry.close().catch(() => undefined);
    },
  };
}

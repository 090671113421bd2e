import type { RoleName } from '../shared/domain/principal.ts';
import { type OpenMetadata, openMetadata } from './open-metadata.ts';
import type { StartedRole } from './started-role.ts';

/** Each role is loaded only where it is served, so that no instance pays for another's libraries. */
const STARTERS: { readonly [R in RoleName]: (open: OpenMetadata) => Promise<StartedRole> } = {
  'web-front-end': async () => (await import('./web-front-end/start.ts')).startWebFrontEnd(),
  gateway: async (open) => (await import('./gateway/start.ts')).startGateway(open),
  presentation: async (open) => (await import('./presentation/start.ts')).startPresentation(open),
  'data-movement': async (open) => (await import('./data-movement/start.ts')).startDataMovement(open),
};

/** Starts these roles in this process; one table of all their routes. The local host may open the metadata its own way. */
export async function startRoles(roles: readonly RoleName[], open: OpenMetadata = openMetadata): Promise<StartedRole> {
  const started = await Promise.all(roles.map((role) => STARTERS[role](open)));
  return {
    routes: started.flatMap((role) => role.routes),
    timers: started.flatMap((role) => role.timers),
    ready: async () => {
      await Promise.all(started.map((role) => role.ready()));
    },
    stop: async () => {
      await Promise.allSettled(started.map((role) => role.stop()));
    },
  };
}

import type { Call } from '../internal-hop.ts';
import type { PresentationDeps } from './deps.ts';

/** Handlers of the Presentation Role by the names of the operations table. */
export type PresentationHandler = (deps: PresentationDeps, call: Call) => Promise<Response>;
export type PresentationOperations = Readonly<Record<string, PresentationHandler>>;

/** An operation that Power BI has for *My workspace* and for a named one: the same handler, the grant tells which. */
export function inBoth<N extends string>(
  name: N,
  handler: PresentationHandler,
): Record<N | `${N}-in-group`, PresentationHandler> {
  return { [name]: handler, [`${name}-in-group`]: handler } as Record<N | `${N}-in-group`, PresentationHandler>;
}

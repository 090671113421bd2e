import type { Route, Timer } from './route.ts';

/** A role: its routes and timers, known at once, and how to open and let go of what it holds. */
export type StartedRole = {
  readonly routes: readonly Route[];
  readonly timers: readonly Timer[];
  /** Opens stores and keys now rather than at the first request. */
  readonly ready: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

import type { Route } from '../shared/routing/routing.ts';
import type { Arrival } from './arrival.ts';

/** One request on its way through the edge, with what was decided about it. */
export type Exchange = Arrival & {
  readonly path: string;
  readonly query: string;
  /** With the headers, the group and the cache that rules gave it for this request. */
  readonly route: Route;
  /** The path to ask the origin for. */
  readonly originPath: string;
  /** The edges that the request has passed, with this one. */
  readonly hops: number;
};

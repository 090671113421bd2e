import { Fault } from '../shared/domain/faults.ts';
import { checkLockdown } from '../shared/routing/lockdown.ts';
import { EDGE_ID_HEADER } from '../shared/routing/network-schema.ts';
import { answering } from './reply.ts';
import type { Route } from './route.ts';

/** What the edge alone may say of a request: who asks, and by which reference. */
const SAID_BY_EDGE = ['x-azure-clientip', 'x-azure-socketip', 'x-azure-ref'] as const;

const refuse = answering(() => Promise.reject(new Fault('not-through-edge', {})));

/**
 * The routes of a public role, for our edge alone: a request that does not carry its id is refused as `NotThroughEdge`,
 * whatever it asks for. A role that was told no id serves everybody and believes no header that only an edge may set.
 */
export function behindEdge(edgeId: string | undefined, routes: readonly Route[]): readonly Route[] {
  return routes.map((route) => ({
    ...route,
    handler: (request, invocation) => {
      const isOurs = edgeId !== undefined && cameThrough(edgeId, request);
      if (!isOurs) for (const name of SAID_BY_EDGE) request.headers.delete(name);
      return edgeId === undefined || isOurs ? route.handler(request, invocation) : refuse(request, invocation);
    },
  }));
}

function cameThrough(edgeId: string, { headers }: Request): boolean {
  const given = headers.get(EDGE_ID_HEADER) ?? undefined;
  return checkLockdown(edgeId, { [EDGE_ID_HEADER.toLowerCase()]: given }) === undefined;
}

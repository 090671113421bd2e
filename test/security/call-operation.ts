import type { Operation } from '../../functions/operations.ts';
import { bodyOf, type Ids, pathOf } from '../integration/operation-calls.ts';
import type { Principal } from './principals.ts';
import type { Sent, World } from './world.ts';

/** Calls one operation of the table with these ids, as this principal. */
export function callOperation(
  world: World,
  operation: Operation,
  ids: Ids,
  who: Principal | undefined,
  more: Sent = {},
): Promise<Response> {
  const body = bodyOf(operation, ids);
  const sent: Sent = { ...more, ...(body === undefined ? {} : { body }) };
  return world.send(who, operation.method, pathOf(operation, ids, world.now()), sent);
}

import type { Actor, Session } from '../engine.ts';
import type { Mode } from '../kysely-over.ts';

/**
 * Sent first in every transaction. Both keys are always set, so that nothing is left of who had the pooled connection
 * before. Not read-only: the driver does not reset a connection when it lends it again, and a read-only key could not
 * be set for the next tenant. No statement of ours holds text of a user, so nobody can set it in between.
 */
export const SET_ACTOR = "exec sp_set_session_context N'tenant_id', @1; exec sp_set_session_context N'system', @2";

/**
 * Writes of one tenant go one after the other, as they do in the embedded engine: serializable transactions that read
 * before they write would otherwise end in deadlocks. The lock goes with the transaction.
 */
export const QUEUE_UP = `declare @got int;
exec @got = sp_getapplock @Resource = @1, @LockMode = N'Exclusive', @LockOwner = N'Transaction', @LockTimeout = 20000;
if @got < 0 throw 50001, N'Other writes of this tenant took too long.', 1`;

/** Tells the server for whom the transaction works; the policy of `tenant-policy` shows it no other rows. */
export async function setActor(session: Session, actor: Actor, mode: Mode): Promise<void> {
  if (actor.kind === 'system') {
    await session.execute(SET_ACTOR, [null, 1]);
    return;
  }
  const statements = mode === 'write' ? `${SET_ACTOR};\n${QUEUE_UP}` : SET_ACTOR;
  await session.execute(statements, [actor.tenantId, 0]);
}

import type { Once } from '../../../catalog/ports.ts';
import { Fault } from '../../../domain/faults.ts';
import { checkedRow } from '../schema/checked-row.ts';
import type { Scope } from './scope.ts';

/** Uses up a signed context: the key of the table lets it be done once, also by two at the same time. */
export async function useUp({ db, flavour }: Scope, once: Once): Promise<void> {
  try {
    const row = checkedRow('used_context', { id: once.id, expires_at: once.expiresAt });
    await db.insertInto('used_context').values(row).execute();
  } catch (thrown) {
    if (!flavour.isUniqueViolation(thrown)) throw thrown;
    throw new Fault('already-used', {}, { cause: thrown });
  }
}

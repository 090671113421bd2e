import { checkedRow } from '../schema/checked-row.ts';
import type { Scope } from './scope.ts';

/** Notes a blob that nothing refers to any more; noting it twice is noting it once. */
export async function discard(
  { db, flavour, now }: Scope,
  blobName: string,
  account: 'data' | 'intake',
): Promise<void> {
  const known = await db
    .selectFrom('garbage')
    .select('blob_name')
    .where('account', '=', account)
    .where('blob_name', '=', blobName)
    .executeTakeFirst();
  if (known !== undefined) return;
  const row = checkedRow('garbage', { account, blob_name: blobName, since: now().toISOString() });
  try {
    await db.insertInto('garbage').values(row).execute();
  } catch (thrown) {
    if (!flavour.isUniqueViolation(thrown)) throw thrown;
  }
}

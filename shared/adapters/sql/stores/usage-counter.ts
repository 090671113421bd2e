import type { SystemStore, UsageCount } from '../../../catalog/ports.ts';
import { checkedRow } from '../schema/checked-row.ts';
import { addOrChange } from './add-or-change.ts';
import { isClusterReadOnly } from './read-only-switch.ts';
import type { SystemDb, SystemRunner } from './system-runner.ts';

/** What all instances count together. While read-only nothing is kept, and each instance counts by itself. */
export function usageCounter(runner: SystemRunner): Pick<SystemStore, 'addUsage'> {
  return {
    addUsage: (counts, forgetBefore) =>
      runner.write(async (db) => {
        if (await isClusterReadOnly(db)) return counts.map(({ count }) => count);
        // Instances that add at once take their rows in one order, so that none waits for another in a circle.
        for (const count of counts.toSorted(byKey)) await add(runner, db, count);
        const totals: number[] = [];
        for (const { key, window } of counts) totals.push(await totalOf(db, key, window));
        await db.deleteFrom('usage_count').where('window_start', '<', forgetBefore).execute();
        return totals;
      }),
  };
}

async function add({ flavour }: SystemRunner, db: SystemDb, { key, window, count }: UsageCount): Promise<void> {
  const row = checkedRow('usage_count', { key_text: key, window_start: window });
  await addOrChange(
    flavour,
    () =>
      db
        .updateTable('usage_count')
        .set((eb) => ({ count: eb('count', '+', count) }))
        .where((eb) => eb.and(row))
        .executeTakeFirstOrThrow(),
    () =>
      db
        .insertInto('usage_count')
        .values({ ...row, count })
        .execute(),
  );
}

async function totalOf(db: SystemDb, key: string, window: string): Promise<number> {
  const row = await db
    .selectFrom('usage_count')
    .select('count')
    .where('key_text', '=', key)
    .where('window_start', '=', window)
    .executeTakeFirst();
  return row?.count ?? 0;
}

function byKey(left: UsageCount, right: UsageCount): number {
  const [a, b] = [`${left.key}\0${left.window}`, `${right.key}\0${right.window}`];
  return a < b ? -1 : a > b ? 1 : 0;
}

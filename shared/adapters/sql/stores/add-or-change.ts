import type { Flavour } from '../engine.ts';

/**
 * Changes a row or adds it. No `MERGE` and no `ON CONFLICT`: engines disagree on them. Where another adds the row
 * between the two steps, the row is there to be changed.
 */
export async function addOrChange(
  flavour: Flavour,
  change: () => Promise<{ readonly numUpdatedRows: bigint }>,
  add: () => Promise<unknown>,
): Promise<void> {
  if ((await change()).numUpdatedRows > 0n) return;
  try {
    await add();
  } catch (thrown) {
    if (!flavour.isUniqueViolation(thrown)) throw thrown;
    await change();
  }
}

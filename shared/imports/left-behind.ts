import type { Metadata } from '../catalog/ports.ts';
import type { NotedImport, PendingImports } from './ports.ts';

/** An import that has just been noted is being started by whoever noted it. */
const LEAVE_ALONE_MS = 60_000;
/** A row that is not there by then is never written: no request takes as long. */
const ROW_WITHIN_MS = 5 * 60_000;

/** Imports that may have been left behind. Where there is none, nobody needs to ask the metadata store. */
export async function leftBehind(pending: Pick<PendingImports, 'all'>, now: Date): Promise<readonly NotedImport[]> {
  const all = await pending.all();
  return all.filter(({ notedAt }) => ageOf(notedAt, now) >= LEAVE_ALONE_MS);
}

/** Forgets those that have come to their end, or whose row was never written. */
export async function forgetEnded(
  {
    metadata,
    pending,
    now,
  }: { readonly metadata: Metadata; readonly pending: PendingImports; readonly now: () => Date },
  noted: readonly NotedImport[],
): Promise<void> {
  for (const { tenantId, importId, notedAt } of noted) {
    const row = await metadata.read(tenantId, ({ imports }) => imports.find(importId));
    const isOver = row === undefined ? ageOf(notedAt, now()) >= ROW_WITHIN_MS : row.state !== 'Publishing';
    if (isOver) await pending.forget({ tenantId, importId });
  }
}

function ageOf(at: Date, now: Date): number {
  return now.getTime() - at.getTime();
}

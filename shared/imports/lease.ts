import type { Import, Metadata, Stores } from '../catalog/ports.ts';
import type { ImportId, TenantId } from '../domain/ids.ts';

/** Who holds the lease renews it while working: one that has run out belonged to a process that is dead. */
const LEASE_MS = 60_000;
const RENEW_MS = 20_000;

type LeaseDeps = { readonly metadata: Metadata; readonly now: () => Date };

/** Another run has taken the import over, or the import is gone: what this run made is nobody's. */
export class LeaseLost extends Error {}

/** The import with this attempt counted; undefined where another run holds it, or it is unknown or finished. */
export async function takeLease(
  { metadata, now }: LeaseDeps,
  tenantId: TenantId,
  importId: ImportId,
): Promise<Import | undefined> {
  const at = now();
  const until = new Date(at.getTime() + LEASE_MS).toISOString();
  return metadata.write(tenantId, undefined, async (stores) => {
    const isMine = await stores.imports.lease(importId, at.toISOString(), until);
    return isMine ? stores.imports.find(importId) : undefined;
  });
}

/** Renews the lease until the answered function is called. A renewal that fails is made up for by the next. */
export function keepLease(deps: LeaseDeps, tenantId: TenantId, row: Import): () => void {
  const renewing = setInterval(() => void extend(deps, tenantId, row, LEASE_MS).catch(() => undefined), RENEW_MS);
  return () => clearInterval(renewing);
}

/** Gives the import back for another attempt. Where that fails the lease runs out by itself. */
export async function giveBack(deps: LeaseDeps, tenantId: TenantId, row: Import): Promise<void> {
  await extend(deps, tenantId, row, 0).catch(() => undefined);
}

async function extend({ metadata, now }: LeaseDeps, tenantId: TenantId, row: Import, ms: number): Promise<void> {
  const until = new Date(now().getTime() + ms).toISOString();
  await metadata.write(tenantId, undefined, async (stores) => {
    if (await isStillMine(stores, row)) await stores.imports.extendLease(row.id, until);
  });
}

/** Throws `LeaseLost` where this run no longer holds the import. */
export async function demandLease(stores: Stores, row: Import): Promise<void> {
  if (!(await isStillMine(stores, row))) throw new LeaseLost();
}

/** Every lease counts the attempts up: a run whose number is not the last one was taken for dead. */
async function isStillMine(stores: Stores, row: Import): Promise<boolean> {
  const now = await stores.imports.find(row.id);
  return now?.state === 'Publishing' && now.attempts === row.attempts;
}

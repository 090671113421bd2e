import { findImporter, type Importer, rightsOfImporter } from '../access/importer.ts';
import type { Import, Metadata } from '../catalog/ports.ts';
import { workspaceFacts } from '../catalog/record-activity.ts';
import { faultReply } from '../contract/error-envelope.ts';
import { Fault, type FaultCode, isFault } from '../domain/faults.ts';
import type { ImportId, TenantId } from '../domain/ids.ts';
import type { Directory } from '../identity/ports.ts';
import { type BuildDeps, buildDataset } from './build-dataset.ts';
import { importAct } from './import-act.ts';
import { demandLease, giveBack, keepLease, LeaseLost, takeLease } from './lease.ts';
import type { Intake, ModelBlobs, PendingImports } from './ports.ts';
import { publishImport } from './publish-import.ts';

export type RunDeps = BuildDeps & {
  readonly metadata: Metadata;
  readonly directory: Pick<Directory, 'account' | 'groupsOf' | 'find' | 'findByName'>;
  readonly intake: Intake;
  readonly blobs: ModelBlobs;
  readonly pending: Pick<PendingImports, 'forget'>;
  /** Bytes of an uploaded file at most. */
  readonly uploadLimit: number;
  /** A folder for one run, removed at its end whatever happens. */
  readonly withFolder: <T>(work: (folder: string) => Promise<T>) => Promise<T>;
  readonly now: () => Date;
};

const MOST_ATTEMPTS = 3;
/** Not the file's doing: what is true now need not be true in a minute. */
const PASSING: readonly FaultCode[] = ['upstream-unavailable', 'read-only'];

export type RunOutcome = 'succeeded' | 'failed' | 'not-mine';

/**
 * Carries out one import: the file or package becomes a model version, and all that belongs to it appears in one
 * transaction. What that cannot be read ends as a failed import with the reason; nothing of it stays behind. Another
 * run of the same import at the same time, or after its end, does nothing. Where the directory, a store or the cluster
 * cannot do its part just now, this throws and the import waits for another attempt.
 */
export async function runImport(
  deps: RunDeps,
  tenantId: TenantId,
  importId: ImportId,
  signal: AbortSignal,
): Promise<RunOutcome> {
  const asked = await deps.metadata.read(tenantId, ({ imports }) => imports.find(importId));
  if (asked?.state !== 'Publishing') return 'not-mine';
  // Before the lease: a directory that does not answer must not use up attempts.
  const importer = await findImporter(deps.directory, tenantId, asked);
  const row = await takeLease(deps, tenantId, importId);
  if (row === undefined) return 'not-mine';
  const stopRenewing = keepLease(deps, tenantId, row);
  try {
    await deps.metadata.read(tenantId, (stores) => rightsOfImporter(stores, row, importer));
    if (row.attempts > MOST_ATTEMPTS) throw tooManyAttempts();
    await build(deps, tenantId, row, signal);
    await forget(deps, tenantId, importId);
    return 'succeeded';
  } catch (thrown) {
    if (thrown instanceof LeaseLost) return 'not-mine';
    if (isFault(thrown) && !PASSING.includes(thrown.code)) return await fail(deps, tenantId, row, importer, thrown);
    await giveBack(deps, tenantId, row);
    throw thrown;
  } finally {
    stopRenewing();
  }
}

/** Where this fails, or is never come to, the next sweep sees that the import has ended. */
async function forget({ pending }: RunDeps, tenantId: TenantId, importId: ImportId): Promise<void> {
  await pending.forget({ tenantId, importId }).catch(() => undefined);
}

async function build(deps: RunDeps, tenantId: TenantId, row: Import, signal: AbortSignal): Promise<void> {
  await checkSize(deps, row);
  await deps.withFolder(async (folder) => {
    const { dataset, remove } = await buildDataset(deps, { tenantId, row, folder }, signal);
    try {
      await publishImport(deps, tenantId, row, dataset, signal);
    } finally {
      await remove();
    }
  });
}

/** The upload's address may still be written to: what is there now counts, not what was there when it was accepted. */
async function checkSize({ intake, uploadLimit }: RunDeps, { blobName }: Import): Promise<void> {
  const bytes = await intake.size(blobName);
  if (bytes === undefined) throw new Fault('upload-missing', {});
  if (bytes > uploadLimit) throw new Fault('upload-too-large', { limitBytes: uploadLimit, actualBytes: bytes });
}

/** The log has the reason's code alone: its sentence may quote what is in the file. */
async function fail(
  deps: RunDeps,
  tenantId: TenantId,
  row: Import,
  importer: Importer,
  fault: Fault,
): Promise<RunOutcome> {
  const { metadata, now } = deps;
  const { code, message } = faultReply(fault);
  const detail = `${row.fileName}: ${code}`;
  try {
    await metadata.write(tenantId, importAct(row, importer, 'Import'), async (stores) => {
      await demandLease(stores, row);
      await stores.imports.fail(row.id, { code, message }, now().toISOString());
      await stores.uploads.discardBlob(row.blobName, 'intake');
      const workspace = await workspaceFacts(stores, row.workspaceId);
      await stores.audit.record({ activity: 'Import', isSuccess: false, ...workspace, detail });
    });
    await forget(deps, tenantId, row.id);
    return 'failed';
  } catch (thrown) {
    if (thrown instanceof LeaseLost) return 'not-mine';
    throw thrown;
  }
}

function tooManyAttempts(): Fault {
  return new Fault('import-failed', {
    what: `The import was started ${MOST_ATTEMPTS} times and never came to an end`,
    advice: 'The file may need more memory or time than an import may use. Split it, or leave columns out.',
  });
}

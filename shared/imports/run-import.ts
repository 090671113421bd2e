import { rightsOfImporter } from '../access/importer.ts';
import { freeName } from '../catalog/item-name.ts';
import type { Import, Item, Metadata, ModelVersion, Stores } from '../catalog/ports.ts';
import { faultReply } from '../contract/error-envelope.ts';
import { Fault, isFault } from '../domain/faults.ts';
import {
  type ImportId,
  type ModelId,
  type ModelVersionId,
  newId,
  type ReportId,
  type TenantId,
} from '../domain/ids.ts';
import { inferModel } from '../model/infer-model.ts';
import type { SemanticModel } from '../model/semantic-model.ts';
import { firstReport } from '../report/first-report.ts';
import type { Report } from '../report/report.ts';
import { fileKindOf } from '../source/file-kind.ts';
import type { FileImporter, ImportedFile, ImportLimits } from '../source/ports.ts';
import type { Intake, ModelBlobs } from './ports.ts';

export type RunDeps = {
  readonly metadata: Metadata;
  readonly intake: Intake;
  readonly blobs: ModelBlobs;
  readonly importer: FileImporter;
  readonly limits: ImportLimits;
  /** Bytes of an uploaded file at most. */
  readonly uploadLimit: number;
  /** A folder for one run, removed at its end whatever happens. */
  readonly withFolder: <T>(work: (folder: string) => Promise<T>) => Promise<T>;
  readonly now: () => Date;
};

/** Another run has taken the import over, or the import is gone: what this run made is nobody's. */
class LeaseLost extends Error {}

/** Who holds the lease renews it while working: one that has run out belonged to a process that is dead. */
const LEASE_MS = 60_000;
const RENEW_MS = 20_000;
const MOST_ATTEMPTS = 3;

export type RunOutcome = 'succeeded' | 'failed' | 'not-mine';

/**
 * Carries out one import: the file becomes a model version, the model a first report, and both appear in one
 * transaction. A file that cannot be read ends as a failed import with the reason; nothing of it stays behind. Another
 * run of the same import at the same time, or after its end, does nothing.
 */
export async function runImport(
  deps: RunDeps,
  tenantId: TenantId,
  importId: ImportId,
  signal: AbortSignal,
): Promise<RunOutcome> {
  const row = await takeLease(deps, tenantId, importId);
  if (row === undefined) return 'not-mine';
  const renewing = setInterval(() => void extendLease(deps, tenantId, row, LEASE_MS).catch(() => undefined), RENEW_MS);
  try {
    await deps.metadata.read(tenantId, (stores) => rightsOfImporter(stores, row));
    if (row.attempts > MOST_ATTEMPTS) throw tooManyAttempts();
    await build(deps, tenantId, row, signal);
    return 'succeeded';
  } catch (thrown) {
    if (thrown instanceof LeaseLost) return 'not-mine';
    if (!isFault(thrown) || thrown.code === 'upstream-unavailable') {
      // Not the file's doing: a store that did not answer, a host that stops. Give it back for another attempt.
      await extendLease(deps, tenantId, row, 0).catch(() => undefined);
      throw thrown;
    }
    return fail(deps, tenantId, row, thrown);
  } finally {
    clearInterval(renewing);
  }
}

async function extendLease(deps: RunDeps, tenantId: TenantId, row: Import, ms: number): Promise<void> {
  const until = new Date(deps.now().getTime() + ms).toISOString();
  await deps.metadata.write(tenantId, undefined, async (stores) => {
    if (await isStillMine(stores, row)) await stores.imports.extendLease(row.id, until);
  });
}

async function fail(deps: RunDeps, tenantId: TenantId, row: Import, fault: Fault): Promise<RunOutcome> {
  const { code, message } = faultReply(fault);
  return deps.metadata.write(tenantId, undefined, async (stores) => {
    if (!(await isStillMine(stores, row))) return 'not-mine';
    await stores.imports.fail(row.id, { code, message }, deps.now().toISOString());
    await stores.uploads.discardBlob(row.blobName, 'intake');
    return 'failed';
  });
}

/** Every lease counts the attempts up: a run whose number is not the last one was taken for dead. */
async function isStillMine(stores: Stores, row: Import): Promise<boolean> {
  const now = await stores.imports.find(row.id);
  return now?.state === 'Publishing' && now.attempts === row.attempts;
}

async function takeLease(deps: RunDeps, tenantId: TenantId, importId: ImportId): Promise<Import | undefined> {
  const now = deps.now();
  const until = new Date(now.getTime() + LEASE_MS).toISOString();
  return deps.metadata.write(tenantId, undefined, async (stores) => {
    const isMine = await stores.imports.lease(importId, now.toISOString(), until);
    return isMine ? stores.imports.find(importId) : undefined;
  });
}

async function build(deps: RunDeps, tenantId: TenantId, row: Import, signal: AbortSignal): Promise<void> {
  const { kind, tableName } = fileKindOf(row.fileName);
  await checkSize(deps, row);
  await deps.withFolder(async (folder) => {
    const path = `${folder}/upload`;
    await deps.intake.download(row.blobName, path, signal);
    const imported = await deps.importer.import({ path, kind, tableName, limits: deps.limits }, signal);
    try {
      await publish(deps, tenantId, row, tableName, imported, signal);
    } finally {
      await imported.remove();
    }
  });
}

/** The upload's address may still be written to: what is there now counts, not what was there when it was accepted. */
async function checkSize({ intake, uploadLimit }: RunDeps, { blobName }: Import): Promise<void> {
  const bytes = await intake.size(blobName);
  if (bytes === undefined) throw new Fault('upload-missing', {});
  if (bytes > uploadLimit) throw new Fault('upload-too-large', { limitBytes: uploadLimit, actualBytes: bytes });
}

/** Stores the file first and switches in one transaction: a reader sees all of the model or nothing. */
async function publish(
  deps: RunDeps,
  tenantId: TenantId,
  row: Import,
  name: string,
  imported: ImportedFile,
  signal: AbortSignal,
): Promise<void> {
  const model = inferModel(imported);
  const report = firstReport(model, imported);
  const modelId = newId<ModelId>();
  const versionId = newId<ModelVersionId>();
  const at = deps.now().toISOString();
  const version: ModelVersion = {
    id: versionId,
    modelId,
    blobName: `${tenantId}/${modelId}/${versionId}.duckdb`,
    bytes: imported.bytes,
    rowCount: imported.rowCount,
    createdAt: at,
  };
  await deps.blobs.upload(version.blobName, imported.databasePath, signal);
  try {
    await deps.metadata.write(tenantId, undefined, async (stores) => {
      if (!(await isStillMine(stores, row))) throw new LeaseLost();
      await rightsOfImporter(stores, row);
      const reportId = await createItems(stores, row, name, { modelId, model, report }, at);
      await stores.versions.publish(version);
      await stores.imports.succeed(row.id, { modelId, reportId }, at);
      await stores.uploads.discardBlob(row.blobName, 'intake');
    });
  } catch (thrown) {
    // What went wrong first is what counts: a file that cannot be removed just now is only left over.
    await removeUnpublished(deps, tenantId, version).catch(() => undefined);
    throw thrown;
  }
}

/** A commit whose answer was lost may have happened: the file goes only where the version is known not to be there. */
async function removeUnpublished(
  { metadata, blobs }: RunDeps,
  tenantId: TenantId,
  version: ModelVersion,
): Promise<void> {
  const current = await metadata.read(tenantId, ({ versions }) => versions.current(version.modelId));
  if (current?.id !== version.id) await blobs.remove(version.blobName);
}

async function createItems(
  stores: Stores,
  row: Import,
  name: string,
  made: { readonly modelId: ModelId; readonly model: SemanticModel; readonly report: Report },
  at: string,
): Promise<ReportId> {
  const { workspaceId, requestedBy: createdBy } = row;
  const shared = { workspaceId, createdBy, createdAt: at, modifiedAt: at };
  const models = await stores.items.inWorkspace(workspaceId, 'model');
  const reports = await stores.items.inWorkspace(workspaceId, 'report');
  const free = freeName(name, [...models, ...reports]);
  const modelItem: Item = { id: made.modelId, kind: 'model', name: free, modelId: undefined, ...shared };
  const reportId = newId<ReportId>();
  const reportItem: Item = { id: reportId, kind: 'report', name: free, modelId: made.modelId, ...shared };
  await stores.items.create(modelItem, JSON.stringify(made.model));
  await stores.items.create(reportItem, JSON.stringify(made.report));
  return reportId;
}

function tooManyAttempts(): Fault {
  return new Fault('import-failed', {
    what: `The import was started ${MOST_ATTEMPTS} times and never came to an end`,
    advice: 'The file may need more memory or time than an import may use. Split it, or leave columns out.',
  });
}

import { findImporter, rightsOfImporter } from '../access/importer.ts';
import { freeName } from '../catalog/item-name.ts';
import type { Import, Item, Metadata, ModelVersion, Stores } from '../catalog/ports.ts';
import { workspaceFacts } from '../catalog/record-activity.ts';
import { type ModelId, type ModelVersionId, newId, type ReportId, type TenantId } from '../domain/ids.ts';
import type { Directory } from '../identity/ports.ts';
import { inferModel } from '../model/infer-model.ts';
import { firstReport } from '../report/first-report.ts';
import type { ImportedFile } from '../source/ports.ts';
import { importAct } from './import-act.ts';
import { demandLease } from './lease.ts';
import type { ModelBlobs } from './ports.ts';

type PublishDeps = {
  readonly metadata: Metadata;
  readonly directory: Pick<Directory, 'account' | 'groupsOf'>;
  readonly blobs: ModelBlobs;
  readonly now: () => Date;
};

/**
 * Stores the file first and switches in one transaction: a reader sees all of the model or nothing, and the activity log
 * says so or nothing happened. Who asked is asked about once more: the work may have taken long.
 */
export async function publishImport(
  deps: PublishDeps,
  tenantId: TenantId,
  row: Import,
  name: string,
  imported: ImportedFile,
  signal: AbortSignal,
): Promise<void> {
  const model = inferModel(imported);
  const definitions = { model: JSON.stringify(model), report: JSON.stringify(firstReport(model, imported)) };
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
    const importer = await findImporter(deps.directory, tenantId, row);
    await deps.metadata.write(tenantId, importAct(row, importer, 'CreateDataset'), async (stores) => {
      await demandLease(stores, row);
      await rightsOfImporter(stores, row, importer);
      const reportId = await createItems(stores, row, name, { modelId, ...definitions }, at);
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
  { metadata, blobs }: PublishDeps,
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
  made: { readonly modelId: ModelId; readonly model: string; readonly report: string },
  at: string,
): Promise<ReportId> {
  const { workspaceId, requestedBy: createdBy } = row;
  const shared = { workspaceId, createdBy, createdAt: at, modifiedAt: at };
  const models = await stores.items.inWorkspace(workspaceId, 'model');
  const reports = await stores.items.inWorkspace(workspaceId, 'report');
  const free = freeName(name, [...models, ...reports]);
  const { modelId } = made;
  const reportId = newId<ReportId>();
  const modelItem: Item = { id: modelId, kind: 'model', name: free, modelId: undefined, ...shared };
  const reportItem: Item = { id: reportId, kind: 'report', name: free, modelId, ...shared };
  await stores.items.create(modelItem, made.model);
  await stores.items.create(reportItem, made.report);
  const facts = { ...(await workspaceFacts(stores, workspaceId)), modelId, detail: row.fileName };
  const ofModel = { kind: 'model', id: modelId, name: free } as const;
  const ofReport = { kind: 'report', id: reportId, name: free } as const;
  await stores.audit.record({ activity: 'CreateDataset', item: ofModel, ...facts });
  await stores.audit.record({ activity: 'CreateReport', item: ofReport, ...facts });
  return reportId;
}

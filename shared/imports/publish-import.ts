import { findImporter, rightsOfImporter } from '../access/importer.ts';
import { freeName } from '../catalog/item-name.ts';
import type { Import, ImportResult, Item, Metadata, ModelVersion, Stores } from '../catalog/ports.ts';
import { workspaceFacts } from '../catalog/record-activity.ts';
import { type ModelId, type ModelVersionId, newId, type ReportId, type TenantId } from '../domain/ids.ts';
import type { Directory } from '../identity/ports.ts';
import type { StoredModel } from '../model/stored-model.ts';
import { demandSameTarget, findTarget, type Target } from './find-target.ts';
import { importAct } from './import-act.ts';
import type { ImportReport } from './import-report.ts';
import { demandLease } from './lease.ts';
import type { ModelBlobs } from './ports.ts';
import { type FoundMembers, saveRoleMembers } from './role-members.ts';

type PublishDeps = {
  readonly metadata: Metadata;
  readonly directory: Pick<Directory, 'account' | 'groupsOf'>;
  readonly blobs: ModelBlobs;
  readonly now: () => Date;
};

/** A dataset that has been built and is seen by nobody yet. */
export type BuiltDataset = {
  readonly name: string;
  readonly stored: StoredModel;
  /** The definition of the report that a new dataset begins with. */
  readonly firstReport: string | undefined;
  /** Of whom the roles are made; undefined where the definition says nothing of roles. */
  readonly members: FoundMembers | undefined;
  readonly report: ImportReport | undefined;
  readonly databasePath: string;
  readonly bytes: number;
  readonly rowCount: number;
  /** The dataset whose place it takes, as it was when the work began. */
  readonly target: Target | undefined;
};

/**
 * Stores the file first and switches in one transaction: a reader sees all of the model or nothing, and the activity log
 * says so or nothing happened. Who asked is asked about once more: the work may have taken long.
 */
export async function publishImport(
  deps: PublishDeps,
  tenantId: TenantId,
  row: Import,
  built: BuiltDataset,
  signal: AbortSignal,
): Promise<void> {
  const { target, name } = built;
  const modelId = target?.modelId ?? newId<ModelId>();
  const versionId = newId<ModelVersionId>();
  const at = deps.now().toISOString();
  const version: ModelVersion = {
    id: versionId,
    modelId,
    blobName: `${tenantId}/${modelId}/${versionId}.duckdb`,
    bytes: built.bytes,
    rowCount: built.rowCount,
    createdAt: at,
  };
  await deps.blobs.upload(version.blobName, built.databasePath, signal);
  try {
    const importer = await findImporter(deps.directory, tenantId, row);
    const act = importAct(row, importer, target === undefined ? 'CreateDataset' : 'EditDataset');
    await deps.metadata.write(tenantId, act, async (stores) => {
      await demandLease(stores, row);
      await rightsOfImporter(stores, row, importer);
      demandSameTarget(name, target, await findTarget(stores, row.workspaceId, name, row.onConflict));
      const result =
        target === undefined
          ? await createItems(stores, row, built, modelId, at)
          : await replaceDefinition(stores, row, built, target, at);
      await stores.versions.publish(version);
      if (built.members !== undefined) await bindMembers(stores, built.members, modelId, at);
      await stores.imports.succeed(row.id, result, at);
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
  { name, stored, firstReport, report }: BuiltDataset,
  modelId: ModelId,
  at: string,
): Promise<ImportResult> {
  const { workspaceId, requestedBy: createdBy } = row;
  const shared = { workspaceId, createdBy, createdAt: at, modifiedAt: at };
  const models = await stores.items.inWorkspace(workspaceId, 'model');
  const reports = firstReport === undefined ? [] : await stores.items.inWorkspace(workspaceId, 'report');
  const free = freeName(name, [...models, ...reports]);
  const modelItem: Item = { id: modelId, kind: 'model', name: free, modelId: undefined, ...shared };
  await stores.items.create(modelItem, JSON.stringify(stored));
  const facts = { ...(await workspaceFacts(stores, workspaceId)), modelId, detail: row.fileName };
  const ofModel = { kind: 'model', id: modelId, name: free } as const;
  await stores.audit.record({ activity: 'CreateDataset', item: ofModel, ...facts });
  const text = report && JSON.stringify(report);
  if (firstReport === undefined) return { modelId, reportId: undefined, report: text };
  const reportId = newId<ReportId>();
  await stores.items.create({ id: reportId, kind: 'report', name: free, modelId, ...shared }, firstReport);
  const ofReport = { kind: 'report', id: reportId, name: free } as const;
  await stores.audit.record({ activity: 'CreateReport', item: ofReport, ...facts });
  return { modelId, reportId, report: text };
}

/** The dataset keeps its id, its reports and everybody's rights on it. */
async function replaceDefinition(
  stores: Stores,
  row: Import,
  { stored, report }: BuiltDataset,
  { item, modelId }: Target,
  at: string,
): Promise<ImportResult> {
  await stores.items.saveDefinition(modelId, JSON.stringify(stored), at);
  const workspace = await workspaceFacts(stores, row.workspaceId);
  const ofModel = { kind: 'model', id: modelId, name: item.name } as const;
  await stores.audit.record({ activity: 'EditDataset', item: ofModel, modelId, detail: row.fileName, ...workspace });
  return { modelId, reportId: undefined, report: report && JSON.stringify(report) };
}

async function bindMembers(stores: Stores, members: FoundMembers, modelId: ModelId, at: string): Promise<void> {
  for (const person of members.people) await stores.people.save(person, at);
  await saveRoleMembers(stores.roleMembers, modelId, members);
}

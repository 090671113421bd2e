import type { Import, Metadata } from '../catalog/ports.ts';
import type { TenantId } from '../domain/ids.ts';
import type { Directory } from '../identity/ports.ts';
import { inferModel } from '../model/infer-model.ts';
import { openStoredModel, parseStoredModel, type StoredModel, storedInferred } from '../model/stored-model.ts';
import { visualModel } from '../model/visual-model.ts';
import { firstReport } from '../report/first-report.ts';
import type { FileImporter, ImportLimits } from '../source/ports.ts';
import { findTarget, type Target } from './find-target.ts';
import { importReport } from './import-report.ts';
import type { Intake, ModelBlobs, PackageImporter, PreviousVersion } from './ports.ts';
import type { BuiltDataset } from './publish-import.ts';
import { findRoleMembers } from './role-members.ts';
import { type UploadKind, uploadKindOf } from './upload-kind.ts';

export type BuildDeps = {
  readonly metadata: Metadata;
  readonly directory: Pick<Directory, 'find' | 'findByName'>;
  readonly intake: Pick<Intake, 'download'>;
  readonly blobs: Pick<ModelBlobs, 'download'>;
  readonly importer: FileImporter;
  readonly packages: PackageImporter;
  readonly limits: ImportLimits;
  readonly now: () => Date;
};

type Place = { readonly tenantId: TenantId; readonly row: Import; readonly folder: string };
type Removable = { readonly dataset: BuiltDataset; readonly remove: () => Promise<void> };

/** Reads the upload into a dataset that is still to be published; `remove` deletes its database file. */
export async function buildDataset(deps: BuildDeps, place: Place, signal: AbortSignal): Promise<Removable> {
  const { tenantId, row, folder } = place;
  const upload = uploadKindOf(row.fileName);
  const target = await deps.metadata.read(tenantId, (stores) =>
    findTarget(stores, row.workspaceId, upload.name, row.onConflict),
  );
  const path = `${folder}/upload`;
  await deps.intake.download(row.blobName, path, signal);
  return upload.kind === 'file'
    ? buildFromFile(deps, path, upload, target, signal)
    : buildFromPackage(deps, place, path, upload.name, target, signal);
}

async function buildFromFile(
  { importer, limits }: BuildDeps,
  path: string,
  { name, fileKind }: Extract<UploadKind, { kind: 'file' }>,
  target: Target | undefined,
  signal: AbortSignal,
): Promise<Removable> {
  const imported = await importer.import({ path, kind: fileKind, tableName: name, limits }, signal);
  const visual = inferModel(imported);
  const { databasePath, bytes, rowCount, remove } = imported;
  const dataset: BuiltDataset = {
    name,
    stored: storedInferred(visual, name, rowCount),
    firstReport: JSON.stringify(firstReport(visual, imported)),
    members: target === undefined ? undefined : { roles: [], people: [], unbound: [] },
    report: undefined,
    databasePath,
    bytes,
    rowCount,
    target,
  };
  return { dataset, remove };
}

async function buildFromPackage(
  deps: BuildDeps,
  { tenantId, folder }: Place,
  path: string,
  name: string,
  target: Target | undefined,
  signal: AbortSignal,
): Promise<Removable> {
  const { packages, limits, now, directory } = deps;
  const previous = await previousOf(deps, tenantId, target, folder, signal);
  const made = await packages.importPackage({ path, previous, limits, now: now() }, signal);
  const { files, reports, facts, databasePath, bytes, rowCount, remove } = made;
  try {
    const opened = openStoredModel({ files, reports, facts, visual: { tables: [] } });
    const stored: StoredModel = { files, reports, facts, visual: visualModel(opened.tabular) };
    const members = await findRoleMembers(directory, tenantId, opened.tabular.roles);
    const before = previous && openStoredModel(previous.stored).tabular;
    const report = importReport(opened.tabular, before, made, members.unbound);
    const dataset = { name, stored, firstReport: undefined, members, report, databasePath, bytes, rowCount, target };
    return { dataset, remove };
  } catch (thrown) {
    await remove();
    throw thrown;
  }
}

/** The version that is there, with its file beside the upload. */
async function previousOf(
  { metadata, blobs }: BuildDeps,
  tenantId: TenantId,
  target: Target | undefined,
  folder: string,
  signal: AbortSignal,
): Promise<PreviousVersion | undefined> {
  if (target?.version === undefined) return undefined;
  const text = await metadata.read(tenantId, ({ items }) => items.definition(target.modelId));
  if (text === undefined) return undefined;
  const databasePath = `${folder}/previous.duckdb`;
  await blobs.download(target.version.blobName, databasePath, signal);
  return { stored: parseStoredModel(text), databasePath };
}

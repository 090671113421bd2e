import type { Act, ConflictRule, Import, Metadata } from '../catalog/ports.ts';
import { recordActivity, workspaceFacts } from '../catalog/record-activity.ts';
import { Fault, isFault } from '../domain/faults.ts';
import type { WorkspaceGrant } from '../domain/grants.ts';
import { newId } from '../domain/ids.ts';
import type { Caller } from '../domain/principal.ts';
import { findTarget } from './find-target.ts';
import type { Intake, PendingImports } from './ports.ts';
import { uploadKindOf } from './upload-kind.ts';

/** Datasets and reports are named after their file. */
const LONGEST_NAME = 255;

export type ImportDeps = {
  readonly metadata: Metadata;
  readonly intake: Intake;
  readonly pending: PendingImports;
  readonly uploadLimit: number;
  readonly now: () => Date;
};

/** An address that the caller was given, or a blob that was received with the request. */
export type FilePlace = { readonly address: string } | { readonly blobName: string };
export type FileToImport = { readonly name: string; readonly at: FilePlace; readonly onConflict: ConflictRule };

/**
 * Accepts an uploaded file for import and writes down the job. Refuses a kind of file that cannot be read, an address
 * that the caller did not get from us, a file that is not there, is empty or too large.
 */
export async function startImport(
  deps: ImportDeps,
  caller: Caller,
  grant: WorkspaceGrant,
  file: FileToImport,
  act: Act,
): Promise<Import> {
  uploadKindOf(file.name);
  if (file.name.length > LONGEST_NAME) {
    throw new Fault('request-invalid', {
      what: `The file's name has more than ${LONGEST_NAME} characters. Shorten it.`,
    });
  }
  const blobName = 'blobName' in file.at ? file.at.blobName : deps.intake.blobOfAddress(file.at.address);
  if (blobName === undefined || !blobName.startsWith(`${grant.tenantId}/`)) throw new Fault('upload-missing', {});
  const bytes = await deps.intake.size(blobName);
  if (bytes === undefined) throw new Fault('upload-missing', {});
  if (bytes > deps.uploadLimit) {
    throw new Fault('upload-too-large', { limitBytes: deps.uploadLimit, actualBytes: bytes });
  }
  const at = deps.now().toISOString();
  const row: Import = {
    id: newId(),
    workspaceId: grant.workspaceId,
    fileName: file.name,
    blobName,
    requestedBy: caller.objectId,
    state: 'Publishing',
    createdAt: at,
    updatedAt: at,
    modelId: undefined,
    reportId: undefined,
    error: undefined,
    onConflict: file.onConflict,
    report: undefined,
    attempts: 0,
  };
  const pending = { tenantId: grant.tenantId, importId: row.id };
  await deps.pending.note(pending);
  try {
    return await writeDown(deps, grant, caller, row, file, act);
  } catch (thrown) {
    // Nothing was written, unless the store is in trouble: then nobody knows.
    const isRefused = isFault(thrown) && thrown.code !== 'upstream-unavailable';
    if (isRefused) await deps.pending.forget(pending).catch(() => undefined);
    throw thrown;
  }
}

function writeDown(
  deps: ImportDeps,
  grant: WorkspaceGrant,
  caller: Caller,
  row: Import,
  file: FileToImport,
  act: Act,
): Promise<Import> {
  const { blobName } = row;
  return deps.metadata.write(grant.tenantId, act, async (stores) => {
    const upload = await stores.uploads.findByBlob(blobName);
    const isOwn = upload?.requestedBy === caller.objectId && upload.workspaceId === grant.workspaceId;
    if (upload === undefined || !isOwn) throw new Fault('upload-missing', {});
    await findTarget(stores, grant.workspaceId, uploadKindOf(file.name).name, file.onConflict);
    await stores.uploads.remove(upload.id);
    await stores.imports.create(row);
    const workspace = await workspaceFacts(stores, row.workspaceId);
    await recordActivity(stores, act, { ...workspace, detail: row.fileName });
    return row;
  });
}

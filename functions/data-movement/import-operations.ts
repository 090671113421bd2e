import type { z } from 'zod';
import { effectiveRole, principalsOf } from '../../shared/access/effective-rights.ts';
import type { ConflictRule, Import, Item, Stores } from '../../shared/catalog/ports.ts';
import { ImportRequest, type Import as ImportShape } from '../../shared/contract/power-bi.ts';
import { Fault } from '../../shared/domain/faults.ts';
import { type ImportId, parseId } from '../../shared/domain/ids.ts';
import type { Caller } from '../../shared/domain/principal.ts';
import { isAtLeast } from '../../shared/domain/rights.ts';
import { receiveUpload } from '../../shared/imports/receive-upload.ts';
import { startImport } from '../../shared/imports/start-import.ts';
import { createUploadLocation } from '../../shared/imports/upload-location.ts';
import { grantOfKind } from '../grant-of-kind.ts';
import type { Call } from '../internal-hop.ts';
import { JOB_HEADER } from '../job-header.ts';
import { readLenient } from '../read-body.ts';
import { json } from '../reply.ts';
import type { DataMovementDeps } from './deps.ts';
import { firstPart } from './first-part.ts';

export type DataMovementHandler = (deps: DataMovementDeps, call: Call) => Promise<Response>;

const OPERATIONS_IN_BOTH: Readonly<Record<string, DataMovementHandler>> = {
  'imports-upload-location': async (deps, { caller, grant, act }) => {
    const { url, expiresAt } = await createUploadLocation(deps, caller, grantOfKind(grant, 'workspace'), act);
    return json(200, { url, expirationTime: expiresAt });
  },
  'imports-start': async (deps, { caller, grant, query, body, file, act, signal }) => {
    const name = queryMember(query, 'datasetDisplayName');
    if (name === undefined || name.trim() === '') {
      throw new Fault('request-invalid', { what: 'Name the file: datasetDisplayName=sales.csv', where: 'the query' });
    }
    const workspace = grantOfKind(grant, 'workspace');
    const asked = { name, onConflict: conflictRule(queryMember(query, 'nameConflict'), name) };
    const at =
      file === undefined
        ? { address: readLenient(ImportRequest, body).fileUrl }
        : {
            blobName: await receiveUpload(
              deps,
              caller,
              workspace,
              asked,
              firstPart(file.bytes, file.contentType),
              act,
              signal,
            ),
          };
    const row = await startImport(deps, caller, workspace, { ...asked, at }, act);
    return json(202, importShape(row, [], deps.publicUrl), { [JOB_HEADER]: row.id });
  },
  'imports-get': async (deps, { caller, grant, parameters }) => {
    const { tenantId, workspaceId } = grantOfKind(grant, 'workspace');
    const id = parseId<ImportId>(parameters['importId']);
    return deps.metadata.read(tenantId, async (stores) => {
      const row = id && (await stores.imports.find(id));
      if (row === undefined || row.workspaceId !== workspaceId) throw new Fault('not-found', { what: 'import' });
      const told = await asToldTo(stores, caller)(row);
      const shape = importShape(told, await itemsOf(stores, row), deps.publicUrl);
      return json(200, told.report === undefined ? shape : { ...shape, azimuthReport: JSON.parse(told.report) });
    });
  },
  'imports-list': async (deps, { caller, grant }) => {
    const { tenantId, workspaceId } = grantOfKind(grant, 'workspace');
    return deps.metadata.read(tenantId, async (stores) => {
      const rows = await stores.imports.inWorkspace(workspaceId);
      const tell = asToldTo(stores, caller);
      const value = rows.map(async (row) => importShape(await tell(row), await itemsOf(stores, row), deps.publicUrl));
      return json(200, { value: await Promise.all(value) });
    });
  },
};

/** Power BI's import operations, for *My workspace* and for a named one. */
export const IMPORT_OPERATIONS: Readonly<Record<string, DataMovementHandler>> = Object.fromEntries(
  Object.entries(OPERATIONS_IN_BOTH).flatMap(([name, run]) => [
    [name, run],
    [`${name}-in-group`, run],
  ]),
);

/** `nameConflict`; without it a package never makes a second dataset of its name, and any other file does. */
function conflictRule(text: string | undefined, fileName: string): ConflictRule {
  switch (text?.toLowerCase()) {
    case undefined:
      return /\.zip$/i.test(fileName.trim()) ? 'abort' : 'rename';
    case 'ignore':
    case 'generateuniquename':
      return 'rename';
    case 'abort':
      return 'abort';
    case 'overwrite':
      return 'replace-only';
    case 'createoroverwrite':
      return 'replace';
    default:
      throw new Fault('request-invalid', {
        what: `There is no nameConflict=${text}. Use Abort, CreateOrOverwrite, Overwrite or GenerateUniqueName`,
        where: 'the query',
      });
  }
}

function queryMember(query: URLSearchParams, name: string): string | undefined {
  return [...query].find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
}

async function itemsOf(stores: Stores, row: Import): Promise<readonly Item[]> {
  const ids = [row.modelId, row.reportId].filter((id) => id !== undefined);
  const items = await Promise.all(ids.map((id) => stores.items.find(id)));
  return items.filter((item) => item !== undefined);
}

/**
 * An import as somebody may know it. What it says of a file quotes cells, and what it says of a model names tables and
 * people that roles hide from those who only look: that is for who asked for it, and for who may write here.
 */
function asToldTo(stores: Stores, caller: Caller): (row: Import) => Promise<Import> {
  return async (row) => {
    if (row.requestedBy === caller.objectId) return row;
    const held = await stores.workspaces.membershipsOf(row.workspaceId, principalsOf(caller));
    const role = effectiveRole(caller, held);
    if (role !== undefined && isAtLeast(role, 'Contributor')) return row;
    const error = row.error && { ...row.error, message: 'The import failed. Who asked for it can see why.' };
    return { ...row, error, report: undefined };
  };
}

function importShape(row: Import, items: readonly Item[], publicUrl: string): z.infer<typeof ImportShape> {
  const ofKind = (kind: Item['kind'], address: (item: Item) => string) =>
    items
      .filter((item) => item.kind === kind)
      .map((item) => ({ id: item.id, name: item.name, webUrl: `${publicUrl}${address(item)}` }));
  return {
    id: row.id,
    name: row.fileName,
    importState: row.state,
    createdDateTime: row.createdAt,
    updatedDateTime: row.updatedAt,
    datasets: ofKind('model', (item) => `/workspaces/${item.workspaceId}`),
    reports: ofKind('report', (item) => `/reports/${item.id}`),
    ...(row.error === undefined ? {} : { error: { ...row.error, details: [] } }),
  };
}

import type { z } from 'zod';
import type { Import, Item, Stores } from '../../shared/catalog/ports.ts';
import { ImportRequest, type Import as ImportShape } from '../../shared/contract/power-bi.ts';
import { Fault } from '../../shared/domain/faults.ts';
import { type ImportId, parseId } from '../../shared/domain/ids.ts';
import { startImport } from '../../shared/imports/start-import.ts';
import { createUploadLocation } from '../../shared/imports/upload-location.ts';
import { grantOfKind } from '../grant-of-kind.ts';
import type { Call } from '../internal-hop.ts';
import { JOB_HEADER } from '../job-header.ts';
import { readLenient } from '../read-body.ts';
import { json } from '../reply.ts';
import type { DataMovementDeps } from './deps.ts';

export type DataMovementHandler = (deps: DataMovementDeps, call: Call) => Promise<Response>;

const OPERATIONS_IN_BOTH: Readonly<Record<string, DataMovementHandler>> = {
  'imports-upload-location': async (deps, { caller, grant, act }) => {
    const { url, expiresAt } = await createUploadLocation(deps, caller, grantOfKind(grant, 'workspace'), act);
    return json(200, { url, expirationTime: expiresAt });
  },
  'imports-start': async (deps, { caller, grant, query, body, act }) => {
    const name = queryMember(query, 'datasetDisplayName');
    if (name === undefined || name.trim() === '') {
      throw new Fault('request-invalid', { what: 'Name the file: datasetDisplayName=sales.csv', where: 'the query' });
    }
    const { fileUrl } = readLenient(ImportRequest, body);
    const file = { name, address: fileUrl, onConflict: conflictRule(queryMember(query, 'nameConflict')) };
    const row = await startImport(deps, caller, grantOfKind(grant, 'workspace'), file, act);
    return json(202, importShape(row, [], deps.publicUrl), { [JOB_HEADER]: row.id });
  },
  'imports-get': async (deps, { grant, parameters }) => {
    const { tenantId, workspaceId } = grantOfKind(grant, 'workspace');
    const id = parseId<ImportId>(parameters['importId']);
    return deps.metadata.read(tenantId, async (stores) => {
      const row = id && (await stores.imports.find(id));
      if (row === undefined || row.workspaceId !== workspaceId) throw new Fault('not-found', { what: 'import' });
      return json(200, importShape(row, await itemsOf(stores, row), deps.publicUrl));
    });
  },
  'imports-list': async (deps, { grant }) => {
    const { tenantId, workspaceId } = grantOfKind(grant, 'workspace');
    return deps.metadata.read(tenantId, async (stores) => {
      const rows = await stores.imports.inWorkspace(workspaceId);
      const value = rows.map(async (row) => importShape(row, await itemsOf(stores, row), deps.publicUrl));
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

/** `nameConflict`: what cannot be done yet is refused, so that nobody gets a copy where they asked for a replacement. */
function conflictRule(text: string | undefined): 'rename' | 'abort' {
  switch (text?.toLowerCase()) {
    case undefined:
    case 'ignore':
    case 'generateuniquename':
      return 'rename';
    case 'abort':
      return 'abort';
    default:
      throw new Fault('request-invalid', {
        what: `nameConflict=${text} is not supported. Use Ignore (a new dataset under a free name) or Abort`,
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

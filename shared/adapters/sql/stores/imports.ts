import type { Import, ImportStore } from '../../../catalog/ports.ts';
import { Fault } from '../../../domain/faults.ts';
import type { ImportId } from '../../../domain/ids.ts';
import { checkedRow } from '../schema/checked-row.ts';
import type { TenantTables } from '../schema/tables.ts';
import type { Scope } from './scope.ts';

const LONGEST_CODE = 128;
const LONGEST_MESSAGE = 4000;

/**
 * The imports of one tenant. An import finishes once: who comes later with a result is refused, so that what they
 * made in the same transaction goes; who comes later with a failure changes nothing.
 */
export function importStore({ db }: Scope): ImportStore {
  const all = db.selectFrom('import').selectAll();
  const finish = (id: ImportId, change: Partial<TenantTables['import']>, at: string) =>
    db
      .updateTable('import')
      .set({ ...checkedRow('import', change), updated_at: at, lease_until: null })
      .where('id', '=', id)
      .where('state', '=', 'Publishing')
      .executeTakeFirstOrThrow();
  return {
    create: async (row) => {
      await db.insertInto('import').values(rowOf(row)).execute();
    },
    find: async (id) => {
      const row = await all.where('id', '=', id).executeTakeFirst();
      return row === undefined ? undefined : importOf(row);
    },
    inWorkspace: async (id) => {
      const rows = await all.where('workspace_id', '=', id).orderBy('created_at', 'desc').orderBy('id').execute();
      return rows.map(importOf);
    },
    lease: async (id, now, until) => {
      const { numUpdatedRows } = await db
        .updateTable('import')
        .set((eb) => ({ lease_until: until, updated_at: now, attempts: eb('attempts', '+', 1) }))
        .where('id', '=', id)
        .where('state', '=', 'Publishing')
        .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<=', now)]))
        .executeTakeFirstOrThrow();
      return numUpdatedRows > 0n;
    },
    extendLease: async (id, until) => {
      await db
        .updateTable('import')
        .set({ lease_until: until })
        .where('id', '=', id)
        .where('state', '=', 'Publishing')
        .where('lease_until', 'is not', null)
        .execute();
    },
    succeed: async (id, { modelId, reportId, report }, at) => {
      const result = { model_id: modelId, report_id: reportId ?? null, report: report ?? '' };
      const { numUpdatedRows } = await finish(id, { state: 'Succeeded', ...result }, at);
      if (numUpdatedRows === 0n) throw new Fault('already-used', {});
    },
    fail: async (id, error, at) => {
      // What went wrong may quote the file: it is cut and cleaned rather than refused.
      const message = error.message.replaceAll('\0', '\uFFFD').slice(0, LONGEST_MESSAGE);
      await finish(id, { state: 'Failed', error_code: error.code.slice(0, LONGEST_CODE), error_message: message }, at);
    },
  };
}

function rowOf(row: Import): TenantTables['import'] {
  return checkedRow('import', {
    id: row.id,
    workspace_id: row.workspaceId,
    file_name: row.fileName,
    blob_name: row.blobName,
    requested_by: row.requestedBy,
    state: row.state,
    created_at: row.createdAt,
    updated_at: row.updatedAt,
    model_id: row.modelId ?? null,
    report_id: row.reportId ?? null,
    error_code: row.error?.code ?? null,
    error_message: row.error?.message ?? null,
    attempts: row.attempts,
    lease_until: null,
    on_conflict: row.onConflict,
    report: row.report ?? '',
  });
}

function importOf(row: TenantTables['import']): Import {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    fileName: row.file_name,
    blobName: row.blob_name,
    requestedBy: row.requested_by,
    state: row.state,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    modelId: row.model_id ?? undefined,
    reportId: row.report_id ?? undefined,
    error: row.error_code === null ? undefined : { code: row.error_code, message: row.error_message ?? '' },
    onConflict: row.on_conflict,
    report: row.report === '' ? undefined : row.report,
    attempts: row.attempts,
  };
}

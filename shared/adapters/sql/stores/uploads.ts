import type { UploadStore } from '../../../catalog/ports.ts';
import { checkedRow } from '../schema/checked-row.ts';
import { discard } from './garbage.ts';
import type { Scope } from './scope.ts';

/** The places in the intake account that people of one tenant were given. */
export function uploadStore(scope: Scope): UploadStore {
  const { db } = scope;
  return {
    create: async (upload) => {
      const row = checkedRow('upload', {
        id: upload.id,
        workspace_id: upload.workspaceId,
        requested_by: upload.requestedBy,
        blob_name: upload.blobName,
        created_at: upload.createdAt,
        expires_at: upload.expiresAt,
      });
      await db.insertInto('upload').values(row).execute();
    },
    findByBlob: async (blobName) => {
      const row = await db.selectFrom('upload').selectAll().where('blob_name', '=', blobName).executeTakeFirst();
      if (row === undefined) return undefined;
      return {
        id: row.id,
        workspaceId: row.workspace_id,
        requestedBy: row.requested_by,
        blobName: row.blob_name,
        createdAt: row.created_at,
        expiresAt: row.expires_at,
      };
    },
    remove: async (id) => {
      await db.deleteFrom('upload').where('id', '=', id).execute();
    },
    discardBlob: (blobName, account) => discard(scope, blobName, account),
  };
}

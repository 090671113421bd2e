import type { VersionStore } from '../../../catalog/ports.ts';
import { Fault } from '../../../domain/faults.ts';
import { checkedRow } from '../schema/checked-row.ts';
import { removeVersions } from './remove-item.ts';
import type { Scope } from './scope.ts';

/** The current version of each model of one tenant: one row per model; the one before becomes garbage. */
export function versionStore(scope: Scope): VersionStore {
  const { db, flavour } = scope;
  return {
    current: async (modelId) => {
      const row = await db.selectFrom('model_version').selectAll().where('model_id', '=', modelId).executeTakeFirst();
      if (row === undefined) return undefined;
      return {
        id: row.id,
        modelId: row.model_id,
        blobName: row.blob_name,
        bytes: Number(row.bytes),
        rowCount: Number(row.row_count),
        createdAt: row.created_at,
      };
    },
    publish: async (version) => {
      await removeVersions(scope, version.modelId);
      const row = checkedRow('model_version', {
        id: version.id,
        model_id: version.modelId,
        blob_name: version.blobName,
        bytes: version.bytes,
        row_count: version.rowCount,
        created_at: version.createdAt,
      });
      try {
        await db.insertInto('model_version').values(row).execute();
      } catch (thrown) {
        if (!flavour.isReferenceViolation(thrown)) throw thrown;
        throw new Fault('not-found', { what: 'dataset' }, { cause: thrown });
      }
    },
  };
}

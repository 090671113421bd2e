import type { TileCache } from '../../shared/dashboard/ports.ts';
import { parseId, type TenantId } from '../../shared/domain/ids.ts';
import type { ModelFiles } from '../../shared/engine/ports.ts';

/** Model files of this cluster's tenants, and of others' from the copies that it holds of theirs. */
export function withReplicatedFiles(own: ModelFiles, replicas: ReadonlyMap<TenantId, ModelFiles>): ModelFiles {
  return { open: (versionId, blobName) => (of(replicas, blobName) ?? own).open(versionId, blobName) };
}

/** Tile results of both. Into a copy nothing is put: what was not kept at home is computed here each time. */
export function withReplicatedResults(own: TileCache, replicas: ReadonlyMap<TenantId, TileCache>): TileCache {
  return {
    get: (modelBlob, tileId, key) => (of(replicas, modelBlob) ?? own).get(modelBlob, tileId, key),
    put: async (modelBlob, tileId, key, result) => {
      if (of(replicas, modelBlob) === undefined) await own.put(modelBlob, tileId, key, result);
    },
  };
}

/** Every blob lies below its tenant's id. */
function of<T>(replicas: ReadonlyMap<TenantId, T>, blobName: string): T | undefined {
  const tenantId = parseId<TenantId>(blobName.split('/', 1)[0]);
  return tenantId === undefined ? undefined : replicas.get(tenantId);
}

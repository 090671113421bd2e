import type { BlobServiceClient } from '@azure/storage-blob';
import type { TileCache, TileResult } from '../../dashboard/ports.ts';
import type { TileId } from '../../domain/ids.ts';
import { createResultCache } from '../../engine/result-cache.ts';
import { sha256 } from '../../identity/token-cache.ts';
import { isBlobMissing } from './blob-missing.ts';

/** The container of the data account that tile results lie in. */
export const TILES_CONTAINER = 'tiles';
const MEMORY_BYTES = 32 * 1024 ** 2;

/** Below this lie the results that were computed from a model's file: under the same tenant, model and version. */
export function tileResultsPrefix(modelBlob: string): string {
  return `${modelBlob.replace(/\.\w+$/, '')}/`;
}

/**
 * Tile results in memory and, for other instances and later starts, in Blob under the tenant's prefix. A store that
 * does not answer costs the cache and not the tile: the caller is told through `onTrouble`.
 */
export function createTileResults(
  client: BlobServiceClient,
  onTrouble: (error: unknown) => void,
  memoryBytes = MEMORY_BYTES,
): TileCache {
  const container = client.getContainerClient(TILES_CONTAINER);
  const memory = createResultCache(memoryBytes);
  return {
    async get(modelBlob, tileId, key) {
      const name = await nameOf(modelBlob, tileId, key);
      const known = memory.get(name);
      if (known !== undefined) return known;
      try {
        const stored: TileResult = JSON.parse(
          (await container.getBlobClient(name).downloadToBuffer()).toString('utf8'),
        );
        memory.put(name, stored);
        return stored;
      } catch (thrown) {
        if (!isBlobMissing(thrown)) onTrouble(thrown);
        return undefined;
      }
    },
    async put(modelBlob, tileId, key, result) {
      const name = await nameOf(modelBlob, tileId, key);
      memory.put(name, result);
      const text = JSON.stringify(result);
      await container
        .getBlockBlobClient(name)
        .upload(text, Buffer.byteLength(text), { blobHTTPHeaders: { blobContentType: 'application/json' } })
        .catch(onTrouble);
    },
  };
}

async function nameOf(modelBlob: string, tileId: TileId, key: string): Promise<string> {
  return `${tileResultsPrefix(modelBlob)}${tileId}/${await sha256(key)}.json`;
}

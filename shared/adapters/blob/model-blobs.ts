import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlobServiceClient } from '@azure/storage-blob';
import { Fault } from '../../domain/faults.ts';
import type { LocalFile, ModelFiles } from '../../engine/ports.ts';
import type { ModelBlobs } from '../../imports/ports.ts';
import { isBlobMissing } from './blob-missing.ts';
import { asStoreTrouble, orStoreTrouble } from './store-trouble.ts';
import { TILES_CONTAINER, tileResultsPrefix } from './tile-results.ts';

/** The container of the data account that model versions lie in. */
export const MODELS_CONTAINER = 'models';

/** Model versions as Data Movement stores them. What tiles showed of a version goes with it. */
export function createModelBlobs(client: BlobServiceClient): ModelBlobs {
  const container = client.getContainerClient(MODELS_CONTAINER);
  const results = client.getContainerClient(TILES_CONTAINER);
  return {
    async upload(blobName, path, signal) {
      await orStoreTrouble(container.getBlockBlobClient(blobName).uploadFile(path, { abortSignal: signal }));
    },
    async download(blobName, path, signal) {
      const blob = container.getBlobClient(blobName);
      await orStoreTrouble(blob.downloadToFile(path, 0, undefined, { abortSignal: signal }));
    },
    async remove(blobName) {
      for await (const { name } of results.listBlobsFlat({ prefix: tileResultsPrefix(blobName) })) {
        await results.getBlobClient(name).deleteIfExists();
      }
      await container.getBlobClient(blobName).deleteIfExists();
    },
  };
}

/**
 * Model versions as Presentation opens them: a copy in this instance's own folder, which goes when its last lease is
 * released. The copy appears under its name only when it is complete.
 */
export function createModelFiles(client: BlobServiceClient, folder: string): ModelFiles {
  const container = client.getContainerClient(MODELS_CONTAINER);
  return {
    async open(versionId, blobName): Promise<LocalFile> {
      const path = join(folder, `${versionId}-${crypto.randomUUID()}.duckdb`);
      const partial = `${path}.partial`;
      try {
        await container.getBlobClient(blobName).downloadToFile(partial);
        await rename(partial, path);
      } catch (thrown) {
        await rm(partial, { force: true });
        if (isBlobMissing(thrown)) throw new Fault('not-found', { what: 'data of this dataset' }, { cause: thrown });
        throw asStoreTrouble(thrown);
      }
      return { path, release: () => rm(path, { force: true }) };
    },
  };
}

import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createBlobIntake } from '../../shared/adapters/blob/intake-blob.ts';
import { createModelBlobs } from '../../shared/adapters/blob/model-blobs.ts';
import { createPendingBlobs } from '../../shared/adapters/blob/pending-blobs.ts';
import { createDuckdbFileImporter } from '../../shared/adapters/duckdb/source-duckdb.ts';
import { DEFAULT_IMPORT_LIMITS } from '../../shared/source/ports.ts';
import type { Telemetry } from '../../shared/telemetry/telemetry.ts';
import { blobClient, ownFolder } from '../blob-client.ts';
import { readDataMovementConfig } from '../config.ts';
import { credentialOf } from '../credential.ts';
import { createHopDeps } from '../hop-deps.ts';
import { lazily } from '../lazily.ts';
import { openDirectory } from '../open-directory.ts';
import type { OpenMetadata } from '../open-metadata.ts';
import type { StartedRole } from '../started-role.ts';
import { watchImporter, watchPackages } from '../telemetry/watch-engine.ts';
import { watchDirectory, watchIntake, watchModelBlobs } from '../telemetry/watch-ports.ts';
import type { DataMovementDeps } from './deps.ts';
import { dataMovementRoutes, dataMovementTimers } from './routes.ts';

/** The Data Movement Role with its real adapters. */
export function startDataMovement(openMetadata: OpenMetadata, telemetry: Telemetry): StartedRole {
  const config = readDataMovementConfig();
  const credential = credentialOf(config);
  const now = () => new Date();
  const pending = createPendingBlobs(blobClient(config.AZIMUTH_INTAKE_BLOB_URL, credential));
  const opened = lazily(async () => {
    const metadata = await openMetadata(config, credential);
    const folder = await ownFolder(config.AZIMUTH_CACHE_DIR, 'imports');
    const importer = createDuckdbFileImporter({ worker: workerModule(), folder });
    const deps: DataMovementDeps = {
      ...createHopDeps(config, config.AZIMUTH_DATA_MOVEMENT_AUDIENCE, metadata),
      metadata,
      directory: watchDirectory(openDirectory(config, credential), telemetry),
      intake: watchIntake(
        createBlobIntake({
          client: blobClient(config.AZIMUTH_INTAKE_BLOB_URL, credential),
          publicUrl: config.AZIMUTH_INTAKE_PUBLIC_URL,
          now,
        }),
        telemetry,
      ),
      blobs: watchModelBlobs(createModelBlobs(blobClient(config.AZIMUTH_DATA_BLOB_URL, credential)), telemetry),
      importer: watchImporter(importer, telemetry),
      packages: watchPackages(importer, telemetry),
      pending,
      limits: DEFAULT_IMPORT_LIMITS,
      uploadLimit: config.AZIMUTH_UPLOAD_LIMIT,
      publicUrl: config.AZIMUTH_PUBLIC_URL,
      withFolder: async (work) => {
        const own = await mkdtemp(join(folder, 'upload-'));
        return work(own).finally(() => rm(own, { recursive: true, force: true }));
      },
      now,
    };
    const stop = async () => {
      await metadata.close();
      await rm(folder, { recursive: true, force: true });
    };
    return { deps, stop };
  });
  const ready = async () => (await opened()).deps;
  return {
    routes: dataMovementRoutes(ready),
    timers: dataMovementTimers({ pending, now }, ready),
    ready: async () => void (await opened()),
    stop: async () => (await opened.peek())?.stop(),
  };
}

/** The reader of files is an entry of its own, which the build puts beside this role's. */
function workerModule(): URL {
  return new URL('../data-movement/source-worker.js', import.meta.url);
}

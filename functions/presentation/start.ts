import { rm } from 'node:fs/promises';
import { createModelFiles } from '../../shared/adapters/blob/model-blobs.ts';
import { createTileResults } from '../../shared/adapters/blob/tile-results.ts';
import { createDuckdbEngine } from '../../shared/adapters/duckdb/engine-duckdb.ts';
import { createQueryEngine } from '../../shared/engine/query-engine.ts';
import { createAccountWatch } from '../../shared/identity/account-watch.ts';
import type { Telemetry } from '../../shared/telemetry/telemetry.ts';
import { blobClient, ownFolder } from '../blob-client.ts';
import { readPresentationConfig } from '../config.ts';
import { credentialOf } from '../credential.ts';
import { createHopDeps } from '../hop-deps.ts';
import { lazily } from '../lazily.ts';
import { openDirectory } from '../open-directory.ts';
import type { OpenMetadata } from '../open-metadata.ts';
import type { StartedRole } from '../started-role.ts';
import { watchEngine } from '../telemetry/watch-engine.ts';
import { watchDirectory, watchModelFiles, watchTileCache } from '../telemetry/watch-ports.ts';
import { forReplicatedTenants } from '../tenant-homes.ts';
import type { PresentationDeps } from './deps.ts';
import { withReplicatedFiles, withReplicatedResults } from './replicated-files.ts';
import { presentationRoutes } from './routes.ts';
import { createViewMemory } from './view-memory.ts';

/** What one open model may use; an instance of 2 GB opens some at a time. */
const MODEL_MEMORY_BYTES = 512 * 1024 ** 2;

/** The Presentation Role with its real adapters. */
export function startPresentation(openMetadata: OpenMetadata, telemetry: Telemetry): StartedRole {
  const config = readPresentationConfig();
  const credential = credentialOf(config);
  const opened = lazily(async () => {
    const metadata = await openMetadata(config, credential);
    const now = () => new Date();
    const folder = await ownFolder(config.AZIMUTH_CACHE_DIR, 'models');
    const blobs = blobClient(config.AZIMUTH_DATA_BLOB_URL, credential);
    const files = withReplicatedFiles(
      createModelFiles(blobs, folder),
      forReplicatedTenants(config, ({ dataBlobUrl }) => createModelFiles(blobClient(dataBlobUrl, credential), folder)),
    );
    const engine = createQueryEngine({
      files: watchModelFiles(files, telemetry),
      engine: watchEngine(createDuckdbEngine({ memoryBytes: MODEL_MEMORY_BYTES, threads: 2 }), telemetry),
      clock: { now },
      telemetry,
    });
    const directory = watchDirectory(openDirectory(config, credential), telemetry);
    const believeMs = config.AZIMUTH_DIRECTORY_SECONDS * 1000;
    const tileCache = withReplicatedResults(
      createTileResults(blobs, reportTrouble),
      forReplicatedTenants(config, ({ dataBlobUrl }) =>
        createTileResults(blobClient(dataBlobUrl, credential), reportTrouble),
      ),
    );
    const deps: PresentationDeps = {
      ...createHopDeps(config, config.AZIMUTH_PRESENTATION_AUDIENCE, metadata),
      metadata,
      engine,
      tileCache: watchTileCache(tileCache, telemetry),
      directory,
      isEnabled: createAccountWatch({ directory, believeMs, now }),
      views: createViewMemory(now),
      publicUrl: config.AZIMUTH_PUBLIC_URL,
    };
    const stop = async () => {
      await engine.close();
      await metadata.close();
      await rm(folder, { recursive: true, force: true });
    };
    return { deps, stop };
  });
  return {
    routes: presentationRoutes(async () => (await opened()).deps),
    timers: [],
    ready: async () => void (await opened()),
    stop: async () => (await opened.peek())?.stop(),
  };
}

function reportTrouble(error: unknown): void {
  const message = error instanceof Error ? error.name : 'unknown';
  process.stderr.write(`${JSON.stringify({ level: 'warn', event: 'tile cache store failed', error: message })}\n`);
}

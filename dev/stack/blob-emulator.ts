import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { config } from '../config.ts';
import { runAsChild } from './run-as-child.ts';

/**
 * A process of its own that runs Azurite's blob service with OAuth over https. It is started by the stack with an
 * IPC channel, says on which port it listens, and leaves when the channel closes.
 */
const require = createRequire(import.meta.url);

type Server = { start(): Promise<void>; close(): Promise<void>; getHttpServerAddress(): string };

function createServer(): Server {
  const { folder, port, certFile, keyFile } = config.blobEmulator();
  mkdirSync(folder, { recursive: true });
  const { default: BlobConfiguration } = require('azurite/dist/src/blob/BlobConfiguration.js');
  const { default: BlobServer } = require('azurite/dist/src/blob/BlobServer.js');
  const settings = new BlobConfiguration(
    '127.0.0.1',
    port,
    undefined,
    join(folder, 'blobs.json'),
    join(folder, 'extents.json'),
    [{ locationId: 'Default', locationPath: join(folder, 'content'), maxConcurrency: 50 }],
    false,
    undefined,
    false,
    undefined,
    true,
    true,
    certFile,
    keyFile,
    '',
    'basic',
    true,
  );
  return new BlobServer(settings);
}

await runAsChild(async () => {
  const server = createServer();
  await server.start();
  return { port: Number(new URL(server.getHttpServerAddress()).port), stop: () => server.close() };
});

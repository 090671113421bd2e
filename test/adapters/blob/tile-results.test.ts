import { createServer, type Server } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { AnonymousCredential, BlobServiceClient } from '@azure/storage-blob';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTileResults } from '../../../shared/adapters/blob/tile-results.ts';
import type { TileResult } from '../../../shared/dashboard/ports.ts';
import { newId, type TileId } from '../../../shared/domain/ids.ts';

/** A store that speaks as much of Blob's protocol as whole small blobs need. */
const blobs = new Map<string, Buffer>();
const asked: string[] = [];
let server: Server;
let client: BlobServiceClient;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const name = decodeURIComponent(new URL(request.url ?? '', 'http://store').pathname);
    asked.push(`${request.method}`);
    if (request.method === 'PUT') {
      blobs.set(name, await buffer(request));
      response.writeHead(201).end();
      return;
    }
    const found = blobs.get(name);
    if (found === undefined) {
      response.writeHead(404, { 'x-ms-error-code': 'BlobNotFound' }).end();
      return;
    }
    response.writeHead(200, { 'Content-Length': found.length, ETag: '"1"' }).end(found);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The store has no port.');
  client = new BlobServiceClient(`http://127.0.0.1:${address.port}/data`, new AnonymousCredential(), {
    retryOptions: { maxTries: 1 },
  });
});
afterAll(() => void server.close());
beforeEach(() => {
  blobs.clear();
  asked.length = 0;
});

const MODEL = 'tenant/model/version.duckdb';
const tile = newId<TileId>();
const result: TileResult = {
  asOf: '2026-03-01T12:00:00.000Z',
  answer: {
    columns: [{ name: 'city', dataType: 'String', formatString: '', values: ['Oslo', 'x'.repeat(5000)] }],
    rowCount: 2,
    isPartial: false,
  },
};
const open = (memoryBytes?: number) => {
  const troubles: unknown[] = [];
  return { troubles, cache: createTileResults(client, (trouble) => void troubles.push(trouble), memoryBytes) };
};

describe('results of tiles', () => {
  test('are kept in memory, and in the store for other instances', async () => {
    const { cache } = open();
    await cache.put(MODEL, tile, 'key', result);
    asked.length = 0;
    expect(await cache.get(MODEL, tile, 'key')).toEqual(result);
    expect(asked).toEqual([]);
    expect(await open().cache.get(MODEL, tile, 'key')).toEqual(result);
    expect(asked).toContain('GET');
  });

  test('take no more memory than they may: what does not fit is read from the store each time', async () => {
    const { cache, troubles } = open(10_000);
    await cache.put(MODEL, tile, 'key', result);
    for (const _ of [1, 2]) {
      asked.length = 0;
      expect(await cache.get(MODEL, tile, 'key')).toEqual(result);
      expect(asked).toContain('GET');
    }
    expect(troubles).toEqual([]);
  });

  test('are found under their own model version, tile and key only', async () => {
    const { cache, troubles } = open();
    await cache.put(MODEL, tile, 'key', result);
    expect(await cache.get('tenant/model/other.duckdb', tile, 'key')).toBeUndefined();
    expect(await cache.get(MODEL, newId<TileId>(), 'key')).toBeUndefined();
    expect(await cache.get(MODEL, tile, 'other')).toBeUndefined();
    expect(troubles).toEqual([]);
  });
});

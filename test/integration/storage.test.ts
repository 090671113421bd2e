import { readdirSync, readFileSync } from 'node:fs';
import { request as httpsRequest } from 'node:https';
import { join } from 'node:path';
import type { ContainerClient } from '@azure/storage-blob';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { untilDefined } from '../../dev/samples/api-client.ts';
import { createBlobIntake } from '../../shared/adapters/blob/intake-blob.ts';
import { createModelBlobs } from '../../shared/adapters/blob/model-blobs.ts';
import type { Metadata } from '../../shared/catalog/ports.ts';
import { DashboardData, DashboardTile, PageData, type VisualResult } from '../../shared/contract/azimuth.ts';
import { Dashboard, Import, TemporaryUploadLocation } from '../../shared/contract/power-bi.ts';
import { tidyUp } from '../../shared/imports/tidy.ts';
import { Anything, API, type Client, OURS, putBlob, request } from './client.ts';
import { startTestStack, type TestStack } from './stack.ts';

/** What lies where: uploaded data in Blob below the tenant's prefix, metadata in SQL; and what an upload place allows. */
const TENANT = 'c0470500-0000-4000-8000-000000000000';
const CANARY = 'quokka-7c21-in-a-cell';
const CONTENT = `animal,seen\n${CANARY},3\n${'wombat,4\n'.repeat(50)}`;
let stack: TestStack;
let author: Client;
let metadata: Metadata;

beforeAll(async () => {
  stack = await startTestStack();
  author = await stack.client('author@contoso.example');
  metadata = await stack.openMetadata();
});
afterAll(async () => {
  await metadata?.close();
  await stack?.stop();
});

function container(account: 'data' | 'intake', name: string): ContainerClient {
  return stack.blobs(account).getContainerClient(name);
}

async function namesIn(one: ContainerClient): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const { name } of one.listBlobsFlat()) names.push(name);
  return names;
}

function everyBlob(): Promise<readonly (readonly string[])[]> {
  return Promise.all([
    namesIn(container('data', 'models')),
    namesIn(container('data', 'tiles')),
    namesIn(container('intake', 'uploads')),
  ]);
}

/** What Data Movement's timer does. */
async function sweep(now = new Date()): Promise<void> {
  const intake = createBlobIntake({
    client: stack.blobs('intake'),
    publicUrl: `${stack.url}/intake`,
    now: () => new Date(),
  });
  await tidyUp({ metadata, intake, blobs: createModelBlobs(stack.blobs('data')) }, now);
}

/** The text of all files of the embedded database: the main one and what is not yet merged into it. */
function databaseText(): string {
  const files = readdirSync(stack.stack.home).filter((name) => name.startsWith('metadata.db'));
  expect(files).toContain('metadata.db');
  return files.map((name) => readFileSync(join(stack.stack.home, name), 'latin1')).join('\n');
}

describe('an imported file', () => {
  let datasetId = '';

  test('has its data in Blob below the tenant, under random names, and its metadata in SQL', async () => {
    const done = await author.upload({ name: 'zoo.csv', content: CONTENT });
    datasetId = done.datasets[0]?.id ?? '';
    const reportId = done.reports[0]?.id ?? '';
    const dashboard = await author.call(Dashboard, 'POST', `${API}/dashboards`, { name: 'Zoo' });
    const pages = await author.call(Anything, 'GET', `${OURS}/reports/${reportId}`);
    expect(JSON.stringify(pages)).toContain('"parts"');
    const pin = { reportId, pageName: 'overview', visualName: 'parts' };
    const tile = await author.call(DashboardTile, 'POST', `${OURS}/dashboards/${dashboard.id}/tiles`, pin);
    const { tiles } = await author.call(DashboardData, 'GET', `${OURS}/dashboards/${dashboard.id}/data`);
    expect(JSON.stringify(tiles[tile.id])).toContain(CANARY);

    const [models = [], results = []] = await everyBlob();
    const id = '[0-9a-f-]{36}';
    expect(models).toEqual([expect.stringMatching(new RegExp(`^${TENANT}/${datasetId}/${id}\\.duckdb$`))]);
    const version = models[0]?.replace('.duckdb', '');
    expect(results).toEqual([expect.stringMatching(new RegExp(`^${version}/${tile.id}/[\\w-]{43}\\.json$`))]);
  });

  test('leaves no value of a cell in the metadata', () => {
    const text = databaseText();
    expect(text).toContain('zoo');
    expect(text).not.toContain(CANARY);
    expect(Buffer.from(text, 'latin1').includes(Buffer.from(CANARY, 'utf16le'))).toBe(false);
  });

  test('leaves no document of the metadata in Blob', async () => {
    for (const [account, name] of [
      ['data', 'models'],
      ['data', 'tiles'],
      ['intake', 'uploads'],
    ] as const) {
      for (const blob of await namesIn(container(account, name))) {
        const content = (await container(account, name).getBlobClient(blob).downloadToBuffer()).toString('latin1');
        for (const word of ['formatString":"","isHidden', 'displayName', 'author@contoso.example', '"visuals"']) {
          expect(content, `${name}/${blob}`).not.toContain(word);
        }
      }
    }
  });

  test('is gone from Blob after the sweep when its dataset is deleted, what tiles showed of it too', async () => {
    await sweep();
    expect((await everyBlob()).map(({ length }) => length)).toEqual([1, 1, 0]);
    await author.call(Anything, 'DELETE', `${API}/datasets/${datasetId}`);
    await sweep();
    expect((await everyBlob()).map(({ length }) => length)).toEqual([0, 0, 0]);
  });

  test('that failed leaves no blob either', async () => {
    const done = await author.upload({ name: 'ragged.csv', content: 'a,b\n1,2\n3\n' });
    expect(done.importState).toBe('Failed');
    await sweep();
    expect((await everyBlob()).map(({ length }) => length)).toEqual([0, 0, 0]);
  });
});

describe('an upload place', () => {
  const place = () => author.call(TemporaryUploadLocation, 'POST', `${API}/imports/createTemporaryUploadLocation`);

  test('is one blob with a random name below the tenant, for an hour', async () => {
    const { url, expirationTime } = await place();
    const id = '[0-9a-f-]{36}';
    expect(url).toMatch(new RegExp(`^${stack.url}/intake/uploads/${TENANT}/${id}\\?`));
    const query = new URL(url).searchParams;
    expect([query.get('sp'), query.get('sr'), query.get('sig')?.length]).toEqual(['cw', 'b', 44]);
    const minutes = (Date.parse(expirationTime) - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(58);
    expect(minutes).toBeLessThan(61);
  });

  test('cannot be read, listed or deleted, through the edge or past it', async () => {
    const { url } = await place();
    expect((await putBlob(url, 'a,b\n1,2\n')).status).toBe(201);
    const listing = `${url.replace(/\/[^/]+\?/, '?')}&restype=container&comp=list`;
    for (const [method, address] of [
      ['GET', url],
      ['DELETE', url],
      ['GET', listing],
      ['POST', url],
    ] as const) {
      expect((await request(address, { method })).status, `${method} through the edge`).toBeGreaterThanOrEqual(400);
      const status = await pastTheEdge(method, address);
      expect(status, `${method} past the edge`).toBeGreaterThanOrEqual(400);
    }
    expect((await request(url, { method: 'HEAD' })).status).toBe(403);
  });

  test.each([
    ['another blob of the tenant', (url: string) => url.replace(/[0-9a-f-]{36}\?/, `${crypto.randomUUID()}?`)],
    ['a blob of another tenant', (url: string) => url.replace(TENANT, 'fab21ca0-0000-4000-8000-000000000000')],
    ['another container', (url: string) => url.replace('/uploads/', '/models/')],
    ['another account', (url: string) => url.replace('/intake/uploads/', '/intake/../data/models/')],
    ['more than it was signed for', (url: string) => url.replace('sp=cw', 'sp=racwdl')],
    ['longer than it was signed for', (url: string) => url.replace(/se=20\d\d/, 'se=2099')],
    ['nothing signed', (url: string) => url.replace(/\?.*/, '')],
  ])('does not let one write %s', async (_, change) => {
    const { url } = await place();
    const reply = await putBlob(change(url), 'x');
    expect(reply.status).toBeGreaterThanOrEqual(400);
    expect(await namesIn(container('data', 'models'))).toEqual([]);
  });

  test('stays writable until it ends, but what comes after the import was accepted reaches nobody', async () => {
    const address = await author.put('a,b\n1,2\n');
    const path = `${API}/imports?datasetDisplayName=own.csv`;
    const begun = await author.call(Import, 'POST', path, { fileUrl: address });
    const done = await untilDefined('The import', 20_000, async () => {
      const now = await author.call(Import, 'GET', `${API}/imports/${begun.id}`);
      return now.importState === 'Publishing' ? undefined : now;
    });
    const rows = `${OURS}/reports/${done.reports[0]?.id}/pages/overview/data`;
    const before = await author.call(PageData, 'POST', rows, {});
    expect((await putBlob(address, 'a,b\n9,9\n8,8\n')).status).toBe(201);
    expect((await author.send('POST', path, { fileUrl: address })).status).toBe(400);
    const after = await author.call(PageData, 'POST', rows, {});
    expect(Object.values(after.visuals).map(answerOf)).toEqual(Object.values(before.visuals).map(answerOf));
    await container('intake', 'uploads').deleteBlob(new URL(address).pathname.replace('/intake/uploads/', ''));
  });

  test('that nobody imported is emptied when its time is over', async () => {
    const address = await author.put('a,b\n1,2\n');
    const name = new URL(address).pathname.replace('/intake/uploads/', '');
    await sweep();
    expect(await namesIn(container('intake', 'uploads'))).toContain(name);
    await sweep(new Date(Date.now() + 2 * 3600_000));
    expect(await namesIn(container('intake', 'uploads'))).toEqual([]);
  });
});

function answerOf(result: VisualResult): unknown {
  return result.kind === 'data' ? result.answer : result;
}

/** The same request at the blob store itself, as somebody inside would send it. */
function pastTheEdge(method: string, address: string): Promise<number | undefined> {
  const { pathname, search } = new URL(address);
  const ca = readFileSync(join(stack.stack.home, 'tls/ca.pem'), 'utf8');
  const options = {
    host: '127.0.0.1',
    port: stack.stack.ports.blob,
    method,
    path: `${pathname}${search}`,
    ca,
    agent: false,
  };
  return new Promise((resolve, reject) => {
    httpsRequest({ ...options, headers: { 'x-ms-version': '2024-11-04' } }, (answer) => {
      answer.resume();
      answer.once('end', () => resolve(answer.statusCode));
    })
      .once('error', reject)
      .end();
  });
}

import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { untilDefined } from '../../dev/samples/api-client.ts';
import { traceIdOf } from '../../shared/telemetry/trace-id.ts';
import { type Ingestion, type Item, startIngestion } from '../telemetry/ingestion.ts';
import { API, type Client, OURS, type Reply, request } from './client.ts';
import { startTestStack, type TestStack } from './stack.ts';

/** Issue 6, telemetry: one trace through every part, and nothing in it that opens a door or is somebody's data. */
const CANARY = 'numbat-93ef-canary';
const PRELOAD = fileURLToPath(new URL('../telemetry/beside-a-role.mjs', import.meta.url));
const secrets: string[] = [CANARY];
let ingestion: Ingestion;
let stack: TestStack;
let author: Client;
let imported: Reply;
let asked: Reply;
let refused: Reply;
let startedAt: number;

beforeAll(async () => {
  ingestion = await startIngestion();
  startedAt = Date.now();
  stack = await startTestStack({
    settings: {
      APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString,
      NODE_OPTIONS: `--import=${PRELOAD}`,
      TEST_INGESTION_CA: ingestion.caFile,
      OTEL_BSP_SCHEDULE_DELAY: '200',
    },
  });
  author = await stack.client('author@contoso.example');
  secrets.push('author@contoso.example', author.token, String(author.token.split('.')[2]), 'Bearer ');

  const address = await author.put(`animal,seen\n${CANARY},1\n${'wombat,2\n'.repeat(30)}`);
  const signature = new URL(address).searchParams.get('sig') ?? '';
  secrets.push(signature, encodeURIComponent(signature));
  imported = await author.send('POST', `${API}/imports?datasetDisplayName=${CANARY}.csv`, { fileUrl: address });
  const { id } = z.object({ id: z.string() }).parse(JSON.parse(imported.text));
  const report = await untilDefined('The import', 30_000, async () => {
    const { text } = await author.send('GET', `${API}/imports/${id}`);
    return z.object({ reports: z.array(z.object({ id: z.string() })) }).parse(JSON.parse(text)).reports[0]?.id;
  });

  const field = { table: CANARY, field: 'animal' };
  const interactions = [{ source: 'parts', filters: [{ kind: 'in', field, values: [CANARY] }] }];
  asked = await author.send('POST', `${OURS}/reports/${report}/pages/overview/data`, { interactions });
  expect(asked.text).toContain(CANARY);
  refused = await author.send('GET', `${OURS}/reports/${crypto.randomUUID()}?name=${CANARY}`);
  await author.send('GET', `${OURS}/people?search=${CANARY}`);
  await author.send('POST', `${API}/groups`, { name: CANARY, [CANARY]: CANARY });
  await request(`${stack.url}${OURS}/me?access_token=${author.token}`);
  await request(`${stack.url}${OURS}/me`, { headers: { authorization: `Bearer ${author.token.slice(0, -4)}AAAA` } });
  await request(stack.url, { headers: { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`, cookie: CANARY } });
  await untilDefined('The whole of three traces', 15_000, async () => {
    const isWhole =
      spansOf(asked).some(isOf('gateway', 'RequestData')) &&
      spansOf(asked).some(isOf('presentation', 'RequestData')) &&
      spansOf(refused).some(isOf('gateway', 'RequestData')) &&
      spansOf(imported).some(isOf('data-movement', 'RequestData', 'jobs'));
    return isWhole || undefined;
  });
}, 180_000);
afterAll(async () => {
  await stack?.stop();
  await ingestion?.stop();
});

describe('one trace', () => {
  test('leads from the answer’s request id through Gateway and Presentation to SQL, Blob and engine', () => {
    const spans = spansOf(asked);
    const gateway = one(spans, isOf('gateway', 'RequestData'));
    const hop = one(spans, isOf('gateway', 'RemoteDependencyData', 'hop'));
    const presentation = one(spans, isOf('presentation', 'RequestData'));
    expect([parentOf(hop), parentOf(presentation)]).toEqual([idOf(gateway), idOf(hop)]);
    expect(presentation.data.baseData.properties['request.id']).toBe(asked.headers.get('RequestId'));
    const below = spans.filter(isOf('presentation', 'RemoteDependencyData'));
    expect([...new Set(below.map(({ data }) => data.baseData.type))].toSorted()).toEqual([
      'InProc',
      'SQL',
      'blob',
      'duckdb',
    ]);
    const ids = new Set(spans.map(idOf));
    for (const span of below) expect(ids.has(parentOf(span)), JSON.stringify(span)).toBe(true);
    const queries = below.filter(({ data }) => data.baseData.name === 'query');
    expect(queries.length).toBeGreaterThan(0);
    for (const { data } of queries)
      expect(data.baseData.properties).toMatchObject({ cache: 'miss', rows: expect.stringMatching(/^\d+$/) });
  });

  test('leads from the request for an import to the job that carries it out', () => {
    const spans = spansOf(imported);
    const job = one(spans, isOf('data-movement', 'RequestData', 'jobs'));
    const within = spans.filter((span) => parentOf(span) === idOf(job)).map(({ data }) => data.baseData);
    const kinds = within.map(({ name, properties }) => `${name} ${properties['operation']}`);
    for (const kind of [
      'sql read',
      'sql write',
      'blob download',
      'blob upload',
      'import read-file',
      'directory account',
    ])
      expect(kinds, kind).toContain(kind);
    expect(within.find(({ name }) => name === 'import')?.properties).toMatchObject({ 'file.kind': 'csv', rows: '31' });
  });

  test('of a refusal has the id that the error shows, and the fault’s code', async () => {
    const { error } = z.object({ error: z.object({ requestId: z.string() }) }).parse(JSON.parse(refused.text));
    const spans = ingestion.items().filter(({ tags }) => tags['ai.operation.id'] === traceIdOf(error.requestId));
    const gateway = one(spans, isOf('gateway', 'RequestData'));
    expect(gateway.data.baseData).toMatchObject({ responseCode: '404', success: false });
    expect(gateway.data.baseData.properties).toMatchObject({ outcome: 'not-found', 'request.id': error.requestId });
    const traceId = traceIdOf(error.requestId);
    expect(stack.log.some((line) => line.includes(`"traceId":"${traceId}"`) && line.includes('not-found'))).toBe(true);
  });

  test('is never one that a client chose', () => {
    expect(ingestion.items().some(({ tags }) => tags['ai.operation.id'] === 'a'.repeat(32))).toBe(false);
  });
});

test('no token, password, signature, sign-in name or value of a file or a filter is sent or logged', () => {
  expect(secrets.every((secret) => secret.length > 5)).toBe(true);
  const said = [...ingestion.received(), ...stack.log];
  expect(said.length).toBeGreaterThan(10);
  for (const text of said) for (const secret of secrets) expect(text.includes(secret), text.slice(0, 500)).toBe(false);
});

test('nothing but requests and what they led to is sent: no metric, no log, no exception', () => {
  const kinds = new Set(ingestion.items().map(({ data }) => data.baseType));
  expect([...kinds].toSorted()).toEqual(['RemoteDependencyData', 'RequestData']);
});

test('every column that the workbook and the alerts ask for is filled', () => {
  const queries = ['workbook.json', 'modules/monitoring.bicep']
    .map((name) => readFileSync(new URL(`../../infra/${name}`, import.meta.url), 'utf8'))
    .flatMap((text) => [...text.matchAll(/["'](requests|dependencies) \| (.+?)["'](?:,|\r?\n)/g)]);
  expect(queries.length).toBeGreaterThanOrEqual(8);
  for (const [, table, query] of queries) {
    const items = ingestion.items().filter(({ data }) => data.baseType === TABLES[table ?? '']);
    const named = Object.keys(COLUMNS).filter((column) => new RegExp(`\\b${column}\\b`).test(query ?? ''));
    expect(named.length, query).toBeGreaterThan(0);
    for (const column of named) {
      for (const item of items) {
        if (item.data.baseData.type === 'InProc' && column === 'target') continue;
        expect(COLUMNS[column]?.(item), `${column} of ${JSON.stringify(item)}`).toMatch(/./);
      }
    }
  }
  const internal = ingestion.items().filter(isOf('presentation', 'RequestData'));
  for (const { data } of internal) expect(data.baseData.url).toContain('/internal/');
});

/** The maker's settings would be asked for within 15 s of the start. */
test('no role connects to anything but this machine', async () => {
  await sleep(Math.max(0, startedAt + 20_000 - Date.now()));
  const hosts = new Set(stack.log.flatMap((line) => /"event":"connects","host":"([^"]*)"/.exec(line)?.[1] ?? []));
  expect(hosts.size).toBeGreaterThan(0);
  expect([...hosts].filter((host) => !['127.0.0.1', 'localhost', '::1'].includes(host))).toEqual([]);
});

const TABLES: Readonly<Record<string, string>> = { requests: 'RequestData', dependencies: 'RemoteDependencyData' };
/** The columns of Application Insights, and what of an item becomes them. */
const COLUMNS: Readonly<Record<string, (item: Item) => string | undefined>> = {
  timestamp: ({ time }) => time,
  cloud_RoleName: ({ tags }) => tags['ai.cloud.role'],
  resultCode: ({ data }) => data.baseData.responseCode ?? data.baseData.resultCode,
  duration: ({ data }) => data.baseData.duration,
  name: ({ data }) => data.baseData.name,
  success: ({ data }) => String(data.baseData.success ?? ''),
  type: ({ data }) => data.baseData.type,
  target: ({ data }) => data.baseData.target,
  url: ({ data }) => data.baseData.url,
};

function spansOf({ headers }: Reply): readonly Item[] {
  const traceId = traceIdOf(headers.get('RequestId') ?? '');
  return ingestion.items().filter(({ tags }) => tags['ai.operation.id'] === traceId);
}

function isOf(role: string, kind: string, word = ''): (item: Item) => boolean {
  return ({ tags, data }) =>
    tags['ai.cloud.role'] === `azimuth-${role}` && data.baseType === kind && (data.baseData.name ?? '').includes(word);
}

function one(items: readonly Item[], fits: (item: Item) => boolean): Item {
  const [first, ...more] = items.filter(fits);
  if (first === undefined || more.length > 0) throw new Error(`${more.length + (first ? 1 : 0)} items in place of one`);
  return first;
}

function idOf({ data }: Item): string {
  return data.baseData.id ?? '';
}

function parentOf({ tags }: Item): string {
  return tags['ai.operation.parentId'] ?? '';
}

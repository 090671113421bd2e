import { readFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import {
  AccountSASPermissions,
  generateAccountSASQueryParameters,
  StorageSharedKeyCredential,
} from '@azure/storage-blob';
import { findFreePort } from '../../dev/stack/free-port.ts';
import type { Bench, BenchContext, Row } from './bench.ts';
import { atFullSpeed, atRate, exchange } from './edge-client.ts';
import { type EdgeProcesses, nginxAt, residentBytes, STATIC_PATH, startProcesses } from './edge-processes.ts';
import { noisyTenant } from './noisy-tenant.ts';
import { regionKill } from './region-kill.ts';
import { median, quantile } from './statistics.ts';

const MB = 1024 ** 2;
const ROUNDS = 3;
const RATE = 1000;
const RATE_SECONDS = 3;
const STREAM_BYTES = 1024 * MB;
const UPLOAD_BYTES = 200 * MB;
const BLOCK_BYTES = 8 * MB;
const STORE_VERSION = '2024-11-04';
const STATIC_SECONDS = 2;
const CONNECTIONS = 16;

/** What the local edge costs against the same thing without it; each part is a process of its own. */
export const edge: Bench = async (context) => {
  const processes = await startProcesses(context);
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  context.atEnd(async () => agent.destroy());
  return [
    ...(await smallAnswers(context, processes, agent)),
    ...(await stream(context, processes, agent)),
    ...(await upload(context, processes, agent)),
    ...(await staticFile(context, processes, agent)),
    ...(await noisyTenant(context)),
    ...(await regionKill(context)),
  ];
};

async function smallAnswers(context: BenchContext, { edge: at, origin }: EdgeProcesses, agent: Agent): Promise<Row[]> {
  context.say(`small answers at ${RATE} requests a second`);
  const ask = (port: number, seconds: number) => atRate({ port, path: '/azimuth/v1/small', agent }, RATE, seconds);
  for (const { port } of [at, origin]) await ask(port, 1);
  const through: number[] = [];
  const direct: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    through.push(...(await ask(at.port, RATE_SECONDS)));
    direct.push(...(await ask(origin.port, RATE_SECONDS)));
  }
  const added = (p: number) => quantile(through, p) - quantile(direct, p);
  const note = `${RATE} requests/s, without waiting for answers`;
  return [
    { what: 'small answer: what the edge adds, median', figure: added(0.5), unit: 'ms', limit: 0.6, note },
    { what: 'small answer: what the edge adds, p99', figure: added(0.99), unit: 'ms', limit: 5 },
    { what: 'small answer: direct, median', figure: quantile(direct, 0.5), unit: 'ms' },
    { what: 'small answer: direct, p99', figure: quantile(direct, 0.99), unit: 'ms' },
  ];
}

async function stream(context: BenchContext, { edge: at, pipe }: EdgeProcesses, agent: Agent): Promise<Row[]> {
  const rates: Record<'edge' | 'pipe', number[]> = { edge: [], pipe: [] };
  const peaks: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    context.say(`a stream of 1 GB, ${round} of ${ROUNDS}`);
    const bare = await pour(pipe.port, STREAM_BYTES, agent);
    let peak = 0;
    const timer = setInterval(async () => {
      peak = Math.max(peak, (await residentBytes(at)) ?? 0);
    }, 50);
    const through = await pour(at.port, STREAM_BYTES, agent);
    clearInterval(timer);
    if (round === 0) continue;
    rates.pipe.push(bare);
    rates.edge.push(through);
    peaks.push(peak);
  }
  const [through, bare] = [median(rates.edge), median(rates.pipe)];
  const grown = (peaks.at(-1) ?? 0) - (peaks[0] ?? 0);
  const note = `from the first GB to GB ${ROUNDS}`;
  return [
    { what: 'stream of 1 GB through the edge', figure: through, unit: 'MB/s', note: `median of ${ROUNDS}` },
    { what: 'the same through a bare Node pipe', figure: bare, unit: 'MB/s' },
    { what: 'stream: time of the edge against the pipe', figure: bare / through, unit: 'x', limit: 1 / 0.85 },
    { what: 'stream: most memory of the edge', figure: Math.max(...peaks) / MB, unit: 'MB', limit: 256 },
    { what: 'stream: how that grows with each further GB', figure: grown / MB, unit: 'MB', limit: 16, note },
  ];
}

async function pour(port: number, bytes: number, agent: Agent): Promise<number> {
  const startedAt = performance.now();
  await exchange({ port, path: `/v1.0/stream/${bytes}`, agent });
  return bytes / MB / ((performance.now() - startedAt) / 1000);
}

async function upload(context: BenchContext, processes: EdgeProcesses, agent: Agent): Promise<Row[]> {
  const { edge: at, store, storeKey, tls } = processes;
  const credential = new StorageSharedKeyCredential('intake', storeKey);
  const direct = new HttpsAgent({ keepAlive: true, maxSockets: 1, ca: readFileSync(tls.caFile) });
  context.atEnd(async () => direct.destroy());
  const query = generateAccountSASQueryParameters(
    {
      permissions: AccountSASPermissions.parse('cw'),
      services: 'b',
      resourceTypes: 'co',
      expiresOn: new Date(Date.now() + 3_600_000),
    },
    credential,
  ).toString();
  const body = Buffer.alloc(0);
  const headers = { 'Content-Length': '0', 'x-ms-version': STORE_VERSION };
  const container = `/intake/uploads?restype=container&${query}`;
  await exchange({ port: store.port, path: container, agent: direct, method: 'PUT', headers, body });
  const path = `/intake/uploads/file?${query}`;
  const rates: Record<'edge' | 'direct', number[]> = { edge: [], direct: [] };
  for (let round = 0; round <= ROUNDS; round += 1) {
    context.say(`upload of 200 MB to the store, ${round} of ${ROUNDS}`);
    const through = await putBlocks({ port: at.port, path, agent });
    const straight = await putBlocks({ port: store.port, path, agent: direct });
    if (round === 0) continue;
    rates.edge.push(through);
    rates.direct.push(straight);
  }
  const [through, straight] = [median(rates.edge), median(rates.direct)];
  return [
    { what: 'upload of 200 MB to the store through the edge', figure: through, unit: 'MB/s', note: 'blocks of 8 MB' },
    { what: 'the same straight to the store', figure: straight, unit: 'MB/s', note: 'Azurite, over TLS' },
    { what: 'upload: time through the edge against direct', figure: straight / through, unit: 'x', limit: 1 / 0.9 },
  ];
}

async function putBlocks(to: { port: number; path: string; agent: Agent | HttpsAgent }): Promise<number> {
  const body = Buffer.alloc(BLOCK_BYTES, 'a');
  const headers = { 'Content-Length': String(BLOCK_BYTES), 'x-ms-version': STORE_VERSION };
  const startedAt = performance.now();
  for (let index = 0; index < UPLOAD_BYTES / BLOCK_BYTES; index += 1) {
    const id = encodeURIComponent(Buffer.from(String(index).padStart(6, '0')).toString('base64'));
    await exchange({ ...to, path: `${to.path}&comp=block&blockid=${id}`, method: 'PUT', headers, body });
  }
  return UPLOAD_BYTES / MB / ((performance.now() - startedAt) / 1000);
}

async function staticFile(context: BenchContext, processes: EdgeProcesses, agent: Agent): Promise<Row[]> {
  const { edge: at, origin, web } = processes;
  const port = await findFreePort();
  const nginx = nginxAt(context.folder, web, port);
  context.say('a static file, over and over');
  const isKept = async () => (await exchange({ port: at.port, path: STATIC_PATH, agent })).headers.age !== undefined;
  await isKept();
  if (!(await isKept())) throw new Error('The file does not come from the cache.');
  const rates: Record<'edge' | 'origin' | 'nginx', number[]> = { edge: [], origin: [], nginx: [] };
  const ask = (to: number) => atFullSpeed({ port: to, path: STATIC_PATH, agent }, CONNECTIONS, STATIC_SECONDS);
  for (let round = 0; round <= ROUNDS; round += 1) {
    const figures = { edge: await ask(at.port), origin: await ask(origin.port) };
    const beside = nginx === undefined ? Number.NaN : await ask(port);
    if (round === 0) continue;
    rates.edge.push(figures.edge);
    rates.origin.push(figures.origin);
    rates.nginx.push(beside);
  }
  nginx?.stop();
  const [served, bare] = [median(rates.edge), median(rates.origin)];
  const note = nginx === undefined ? 'skipped: nginx is not installed' : 'one worker';
  return [
    { what: 'cached static file of 64 KB, edge', figure: served, unit: 'req/s', note: `${CONNECTIONS} connections` },
    { what: 'the same by bare node:http', figure: bare, unit: 'req/s' },
    { what: 'the same by nginx', figure: median(rates.nginx), unit: 'req/s', note },
    { what: 'static file: time of the edge against bare', figure: bare / served, unit: 'x', limit: 1 / 0.8 },
  ];
}

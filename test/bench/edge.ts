import { mkdirSync, writeFileSync } from 'node:fs';
import { Agent, type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startChild } from '../../dev/stack/child.ts';
import { BUILT, ROOT } from '../../dev/stack/process-specs.ts';
import type { Bench, BenchContext } from './bench.ts';
import { median } from './statistics.ts';

const ORIGIN = fileURLToPath(new URL('./origin-process.ts', import.meta.url));
const SMALL_REQUESTS = 1500;
const UPLOAD_BYTES = 200 * 1024 ** 2;
const UPLOADS = 3;
const FILE_BYTES = 64 * 1024;
const STATIC_SECONDS = 3;
const CONNECTIONS = 16;

/** What the local edge costs against the same origin asked directly; each of them is a process of its own. */
export const edge: Bench = async (context) => {
  const ports = await startBoth(context);
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  context.atEnd(async () => agent.destroy());

  context.say(`${SMALL_REQUESTS} small answers each way, in turn`);
  const get = async (port: number): Promise<number> => {
    const startedAt = performance.now();
    await exchange({ port, path: '/azimuth/v1/small', agent });
    return performance.now() - startedAt;
  };
  for (let index = 0; index < 200; index += 1) for (const port of [ports.edge, ports.origin]) await get(port);
  const added: number[] = [];
  const direct: number[] = [];
  for (let index = 0; index < SMALL_REQUESTS; index += 1) {
    const through = await get(ports.edge);
    const without = await get(ports.origin);
    direct.push(without);
    added.push(through - without);
  }

  const rates: Record<'edge' | 'origin', number[]> = { edge: [], origin: [] };
  for (let index = 1; index <= UPLOADS; index += 1) {
    context.say(`upload of 200 MB, ${index} of ${UPLOADS}`);
    for (const way of ['edge', 'origin'] as const) rates[way].push(await uploadRate(ports[way], agent));
  }
  context.say('a static file, over and over');
  const served = await staticRate(ports.edge, agent, true);
  const bare = await staticRate(ports.origin, agent, false);
  const upload = median(rates.edge);
  return [
    { what: 'small answer: what the edge adds, median', figure: median(added), unit: 'ms', note: 'paired with direct' },
    { what: 'small answer: direct, median', figure: median(direct), unit: 'ms' },
    { what: 'upload of 200 MB through the edge', figure: upload, unit: 'MB/s', note: `median of ${UPLOADS}` },
    { what: 'upload of 200 MB, direct', figure: median(rates.origin), unit: 'MB/s' },
    { what: 'upload: edge against direct', figure: upload / median(rates.origin), unit: 'x' },
    { what: 'cached static file of 64 KB, edge', figure: served, unit: 'req/s', note: `${CONNECTIONS} connections` },
    { what: 'the same by bare node:http', figure: bare, unit: 'req/s' },
    { what: 'static file: edge against bare', figure: served / bare, unit: 'x' },
  ];
};

async function startBoth(context: BenchContext): Promise<{ readonly edge: number; readonly origin: number }> {
  const web = join(context.folder, 'web');
  const file = join(web, 'assets', 'app-0123abcd.js');
  mkdirSync(join(web, 'assets'), { recursive: true });
  writeFileSync(file, '/* nothing to run */\n'.repeat(FILE_BYTES / 21));
  const watch = { log: () => undefined, onCrash: context.say, signal: new AbortController().signal };
  const origin = await startChild(
    { name: 'origin', file: ORIGIN, env: { AZIMUTH_BENCH_FILE: file }, cwd: ROOT },
    watch,
  );
  context.atEnd(() => origin.stop());
  const url = `http://127.0.0.1:${origin.port}`;
  const env = {
    PORT: '0',
    AZIMUTH_ROUTING_CONFIG: join(ROOT, 'routing.config.json'),
    AZIMUTH_ROUTING_OVERLAY: join(ROOT, 'dev/routing.overlay.json'),
    AZIMUTH_ORIGINS: JSON.stringify({
      'web-front-end': url,
      gateway: url,
      static: { directory: web },
      'identity-provider': url,
      intake: url,
    }),
  };
  const running = await startChild({ name: 'edge', file: BUILT.edge, env, cwd: ROOT }, watch);
  context.atEnd(() => running.stop());
  return { edge: running.port, origin: origin.port };
}

type Asked = {
  readonly port: number;
  readonly path: string;
  readonly agent: Agent;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly write?: (sent: NodeJS.WritableStream) => Promise<void>;
};

/** One request, its whole answer read and thrown away. Anything but 200 and 201 ends the bench. */
function exchange({ write, ...options }: Asked): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', ...options }, (answer) => {
      answer.on('error', reject);
      answer.on('end', () => {
        if (answer.statusCode === 200 || answer.statusCode === 201) resolve(answer);
        else reject(new Error(`${options.path} was answered ${answer.statusCode}.`));
      });
      answer.resume();
    });
    sent.on('error', reject);
    if (write === undefined) sent.end();
    else write(sent).then(() => sent.end(), reject);
  });
}

async function uploadRate(port: number, agent: Agent): Promise<number> {
  const chunk = Buffer.alloc(1024 * 1024, 'a');
  const write = async (sent: NodeJS.WritableStream): Promise<void> => {
    for (let left = UPLOAD_BYTES; left > 0; left -= chunk.length) {
      if (!sent.write(chunk)) await new Promise<void>((resolve) => void sent.once('drain', resolve));
    }
  };
  const headers = { 'Content-Length': String(UPLOAD_BYTES), 'Content-Type': 'text/csv' };
  const startedAt = performance.now();
  const answer = await exchange({ port, path: '/intake/uploads/file', agent, method: 'PUT', headers, write });
  if (Number(answer.headers['x-bytes']) !== UPLOAD_BYTES) throw new Error('Not all of the upload has arrived.');
  return UPLOAD_BYTES / 1024 ** 2 / ((performance.now() - startedAt) / 1000);
}

async function staticRate(port: number, agent: Agent, isCached: boolean): Promise<number> {
  const ask = () => exchange({ port, path: '/assets/app-0123abcd.js', agent });
  for (let index = 0; index < 100; index += 1) await ask();
  if (isCached !== ((await ask()).headers.age !== undefined))
    throw new Error('The file came from an unexpected place.');
  const startedAt = performance.now();
  let count = 0;
  const worker = async (): Promise<void> => {
    while (performance.now() - startedAt < STATIC_SECONDS * 1000) {
      await ask();
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  return count / ((performance.now() - startedAt) / 1000);
}

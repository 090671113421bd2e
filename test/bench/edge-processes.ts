import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Child, type ChildSpec, startChild } from '../../dev/stack/child.ts';
import { ensureLocalTls, type LocalTls } from '../../dev/stack/local-tls.ts';
import { BUILT, ROOT } from '../../dev/stack/process-specs.ts';
import type { BenchContext } from './bench.ts';

const ORIGIN = fileURLToPath(new URL('./origin-process.ts', import.meta.url));
const PIPE = fileURLToPath(new URL('./pipe-process.ts', import.meta.url));
/** Debian's; found on the path where it is installed. */
const NGINX = 'nginx';
const FILE_BYTES = 64 * 1024;
export const STATIC_PATH = '/assets/app-0123abcd.js';

/** The processes of the bench: the edge, and what it is compared with. */
export type EdgeProcesses = {
  readonly edge: Child;
  /** A bare server, behind the edge and by itself. */
  readonly origin: Child;
  /** The least that a proxy in Node can be, before the same origin. */
  readonly pipe: Child;
  readonly store: Child;
  readonly storeKey: string;
  readonly tls: LocalTls;
  /** A folder whose `assets` is served. */
  readonly web: string;
};

/** Starts them all; they end with the bench. */
export async function startProcesses(context: BenchContext): Promise<EdgeProcesses> {
  const watch = { log: () => undefined, onCrash: context.say, signal: new AbortController().signal };
  const start = async (spec: Omit<ChildSpec, 'cwd'>): Promise<Child> => {
    const child = await startChild({ ...spec, cwd: ROOT }, watch);
    context.atEnd(() => child.stop());
    return child;
  };
  const web = join(context.folder, 'web');
  const file = join(web, STATIC_PATH);
  mkdirSync(join(web, 'assets'), { recursive: true });
  writeFileSync(file, '/* nothing to run */\n'.repeat(FILE_BYTES / 21));
  const tls = await ensureLocalTls(join(context.folder, 'tls'), new Date());
  const storeKey = randomBytes(64).toString('base64');
  const store = await start({
    name: 'store',
    file: join(ROOT, 'dev/stack/blob-emulator.ts'),
    env: {
      AZIMUTH_EMULATOR_FOLDER: join(context.folder, 'blob'),
      AZIMUTH_EMULATOR_PORT: '0',
      AZIMUTH_EMULATOR_CERT: tls.certFile,
      AZIMUTH_EMULATOR_KEY: tls.keyFile,
      AZURITE_ACCOUNTS: `intake:${storeKey}`,
    },
  });
  const origin = await start({
    name: 'origin',
    file: ORIGIN,
    env: { AZIMUTH_BENCH_FILE: file },
  });
  const url = `http://127.0.0.1:${origin.port}`;
  const pipe = await start({ name: 'pipe', file: PIPE, env: { AZIMUTH_BENCH_ORIGIN: url } });
  const edge = await start({
    name: 'edge',
    file: BUILT.edge,
    env: {
      PORT: '0',
      AZIMUTH_ROUTING_CONFIG: join(ROOT, 'routing.config.json'),
      AZIMUTH_ROUTING_OVERLAY: join(ROOT, 'dev/routing.overlay.json'),
      AZIMUTH_ORIGINS: JSON.stringify({
        'web-front-end': url,
        gateway: url,
        static: { directory: web },
        'identity-provider': url,
        intake: { url: `https://127.0.0.1:${store.port}/intake`, ca: tls.caFile },
      }),
    },
  });
  return { edge, origin, pipe, store, storeKey, tls, web };
}

/** What a process holds in memory now; undefined where the system does not tell. */
export async function residentBytes({ pid }: Child): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}

/** An nginx that serves the folder from one worker, and its port; undefined where none is installed. */
export function nginxAt(folder: string, web: string, port: number): { readonly stop: () => void } | undefined {
  const config = join(folder, 'nginx.conf');
  writeFileSync(
    config,
    `worker_processes 1; pid ${folder}/nginx.pid; error_log ${folder}/nginx.log; events {}
     http { access_log off; sendfile on; keepalive_requests 1000000; types { text/javascript js; }
            server { listen 127.0.0.1:${port}; root ${web}; } }`,
  );
  try {
    execFileSync(NGINX, ['-c', config, '-p', folder], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  return { stop: () => void process.kill(Number(readFileSync(join(folder, 'nginx.pid'), 'utf8'))) };
}

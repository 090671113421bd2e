import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../../dev/stack/process-specs.ts';
import type { Bench, BenchContext } from './bench.ts';
import { npmStart, personalEnvironment } from './npm-start.ts';
import { stepsOf } from './start.ts';
import { timed } from './statistics.ts';

const LIMIT_MS = 15 * 60_000;
/** What a first start may take beyond the installation: the build, the stack, the sample content. */
const ALLOWANCE_SECONDS = 45;

/** `npm start` in a clean clone of the last commit, against `npm ci` alone in another one. */
export const firstStart: Bench = async (context) => {
  const installed = join(context.folder, 'installed');
  const started = join(context.folder, 'started');
  for (const clone of [installed, started]) await command(context, 'git', ['clone', '--quiet', ROOT, clone], ROOT);
  const install = () => timed(() => command(context, 'npm', ['ci', '--no-audit', '--no-fund'], installed));
  context.say('npm ci, which also fills the cache');
  const once = (await install()) / 1000;
  await rm(join(installed, 'node_modules'), { recursive: true, force: true });
  context.say('npm ci again');
  const twice = (await install()) / 1000;
  const alone = Math.min(once, twice);
  await rm(installed, { recursive: true, force: true });
  context.say('npm start in a clean clone');
  const home = join(context.folder, 'home');
  const run = await npmStart(context, { clone: started, home, limitMs: LIMIT_MS });
  await run.stop();
  const first = run.readyMs / 1000;
  return [
    { what: 'npm ci alone', figure: alone, unit: 's', note: `the quicker of ${once.toFixed(1)}, ${twice.toFixed(1)}` },
    {
      what: 'first npm start from a clean clone',
      figure: first,
      unit: 's',
      limit: alone + ALLOWANCE_SECONDS,
      note: `npm ci + ${(first - alone).toFixed(1)} s`,
    },
    ...stepsOf(run.said),
  ];
};

function command(context: BenchContext, file: string, args: readonly string[], cwd: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, env: personalEnvironment(), stdio: ['ignore', 'ignore', 'pipe'] });
    const late = setTimeout(() => child.kill('SIGTERM'), LIMIT_MS);
    context.atEnd(async () => void child.kill('SIGTERM'));
    let tail = '';
    child.stderr.on('data', (chunk: Buffer) => {
      tail = (tail + chunk.toString('utf8')).slice(-2000);
    });
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(late);
      if (code === 0) resolve();
      else reject(new Error(`${file} ${args.join(' ')} failed (${code}): ${tail}`));
    });
  });
}

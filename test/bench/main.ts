import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bench, isBroken, type Row } from './bench.ts';
import { machineFacts, printRows } from './print-rows.ts';

/** The benches by name, each loaded only when it runs; all of them run where none is named. */
const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  start: async () => (await import('./start.ts')).start,
  'node-modules': async () => (await import('./node-modules.ts')).nodeModules,
  'first-visual': async () => (await import('./first-visual.ts')).firstVisual,
  dashboard: async () => (await import('./dashboard.ts')).dashboard,
  hop: async () => (await import('./hop.ts')).hop,
  access: async () => (await import('./access.ts')).access,
  edge: async () => (await import('./edge.ts')).edge,
  query: async () => (await import('./query.ts')).query,
  dax: async () => (await import('./dax.ts')).dax,
  import: async () => (await import('./import.ts')).importFile,
  'first-start': async () => (await import('./first-start.ts')).firstStart,
};

const undone: (() => Promise<void>)[] = [];
let stopping: Promise<void> | undefined;

async function undoAll(): Promise<void> {
  for (let undo = undone.pop(); undo !== undefined; undo = undone.pop()) {
    await undo().catch((error: unknown) => console.error('Not everything could be undone:', error));
  }
}

async function measure(name: string, bench: Bench): Promise<readonly Row[]> {
  const folder = await mkdtemp(join(tmpdir(), `azimuth-bench-${name}-`));
  const atEnd = (undo: () => Promise<void>): void => void undone.push(undo);
  atEnd(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  try {
    return await bench({ folder, atEnd, say: (line) => console.error(`  ${name}: ${line}`) });
  } finally {
    await undoAll();
  }
}

/** Runs one bench and prints its table; the number of limits that it broke, 1 where it failed. */
async function report(name: string, load: () => Promise<Bench>): Promise<number> {
  try {
    const rows = await measure(name, await load());
    console.log(`${printRows(name, rows)}\n`);
    return rows.filter(isBroken).length;
  } catch (error) {
    if (stopping === undefined) console.log(`${name}\nFAILED: ${error instanceof Error ? error.message : error}\n`);
    return 1;
  }
}

async function runAll(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => BENCHES[name] === undefined);
  if (unknown.length > 0) {
    console.error(`There is no bench ${unknown.join(', ')}. There are: ${Object.keys(BENCHES).join(', ')}.`);
    return 1;
  }
  console.log(`Measured on ${machineFacts()}\n`);
  let failures = 0;
  for (const [name, load] of Object.entries(BENCHES)) {
    if (stopping !== undefined) return 1;
    if (names.length === 0 || names.includes(name)) failures += await report(name, load);
  }
  console.log(failures === 0 ? 'Every stated limit was kept.' : `Limits broken or benches failed: ${failures}.`);
  return failures === 0 ? 0 : 1;
}

// A terminal sends its signal to all of the group, and the command that runs us passes it on: it may come twice.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    stopping ??= undoAll().finally(() => process.exit(1));
  });
}
const code = await runAll(process.argv.slice(2));
await stopping;
process.exit(code);

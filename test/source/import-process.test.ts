import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { Fault } from '../../shared/domain/faults.ts';
import { publicFile, temporaryFiles, WORKER } from './temporary-files.ts';

const large = publicFile('flights-3m.parquet');
const opened: ReturnType<typeof temporaryFiles>[] = [];
afterAll(() => {
  for (const files of opened) files.remove();
});

function filesThat(onStart: (processId: number) => void = () => undefined) {
  const files = temporaryFiles({ onStart });
  opened.push(files);
  return files;
}

function isAlive(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch {
    return false;
  }
}

test('a reader that is killed ends its own import with a clear fault and leaves no files', async () => {
  const files = filesThat((processId) => setTimeout(() => process.kill(processId, 'SIGKILL'), 150));
  await expect(files.read(large)).rejects.toEqual(
    new Fault('import-failed', {
      what: 'Reading the file ended unexpectedly: it may need more memory than an import may use, or be damaged',
      advice: 'Split the file or leave out wide columns, and try again.',
    }),
  );
  expect(readdirSync(files.folder)).toEqual([]);
});

test('an import that takes too long is stopped', async () => {
  let processId = 0;
  const files = filesThat((started) => {
    processId = started;
  });
  await expect(files.read(large, { timeoutMs: 200 })).rejects.toMatchObject({
    code: 'import-failed',
    detail: { what: 'Reading the file took longer than 1 seconds' },
  });
  expect(isAlive(processId)).toBe(false);
  expect(readdirSync(files.folder)).toEqual([]);
});

test('an aborted import stops its reader and fails with the reason', async () => {
  let processId = 0;
  const stop = new AbortController();
  const files = filesThat((started) => {
    processId = started;
    setTimeout(() => stop.abort(new Error('cancelled by the person')), 150);
  });
  await expect(files.read(large, {}, stop.signal)).rejects.toThrow('cancelled by the person');
  expect(isAlive(processId)).toBe(false);
  expect(readdirSync(files.folder)).toEqual([]);
});

test('an import that was aborted before it began starts nothing', async () => {
  const started: number[] = [];
  const files = filesThat((processId) => started.push(processId));
  await expect(files.read(large, {}, AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late');
  expect(started).toEqual([]);
});

test('a file that needs more memory than allowed fails in words', async () => {
  const files = filesThat();
  const path = files.write(
    'wide.csv',
    `${Array.from({ length: 900 }, (_, index) => `c${index}`).join(',')}\n${`${'long text,'.repeat(899)}end\n`.repeat(3000)}`,
  );
  await expect(files.read(path, { memoryBytes: 8 * 1024 ** 2 })).rejects.toMatchObject({ code: 'import-failed' });
});

test('several imports run beside each other', async () => {
  const files = filesThat();
  const imported = await Promise.all(
    ['stocks.csv', 'cars.json', 'github.csv']
      .filter((name) => name.endsWith('.csv'))
      .map((name) => files.read(publicFile(name))),
  );
  expect(imported.map(({ rowCount }) => rowCount)).toEqual([560, 955]);
  expect(new Set(imported.map(({ databasePath }) => databasePath)).size).toBe(2);
  for (const { remove } of imported) await remove();
});

/** A reader that is a script of the test's own, run as the product runs its reader. */
async function reasonOf(script: string): Promise<unknown> {
  const files = filesThat();
  const worker = pathToFileURL(files.write('reader.mjs', script));
  const scripted = temporaryFiles({ worker });
  opened.push(scripted);
  return scripted.read(publicFile('stocks.csv')).then(
    () => undefined,
    (reason: unknown) => reason,
  );
}

test('a reader sees nothing of the environment of its parent', async () => {
  const reply = '{ ok: false, detail: { what: Object.keys(process.env).sort().join(), advice: process.env.TZ } }';
  const reason = await reasonOf(`process.stdin.resume(); console.log(JSON.stringify(${reply})); process.exit(0);`);
  expect(reason).toMatchObject({ code: 'import-failed', detail: { what: 'TZ', advice: 'UTC' } });
});

test.each([
  ['nothing', 'process.exit(0);'],
  ['something else', "console.log('[1, 2'); process.exit(0);"],
  ['a reply of another shape', "console.log(JSON.stringify({ ok: true, bytes: 'many' })); process.exit(0);"],
  ['half a reply', 'process.stdout.write(\'{"ok":true,\'); process.abort();'],
  ['more than a reply can be', "setInterval(() => process.stdout.write('x'.repeat(1_000_000)), 1);"],
])('a reader that says %s ends as a failed import', async (_what, script) => {
  expect(await reasonOf(script)).toMatchObject({
    code: 'import-failed',
    detail: { what: expect.stringContaining('ended unexpectedly') },
  });
});

test('a reader ends when its parent is gone', async () => {
  const reader = spawn(process.execPath, ['--no-warnings', fileURLToPath(WORKER)], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const ended = new Promise<number | null>((resolve) => reader.once('exit', resolve));
  reader.stdin.end();
  expect(await ended).toBe(0);
});

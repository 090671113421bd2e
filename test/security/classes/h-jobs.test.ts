import { spawnSync } from 'node:child_process';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Fault } from '../../../shared/domain/faults.ts';
import type { FileImporter } from '../../../shared/source/ports.ts';
import { createImportWorld, type ImportWorld, NOTHING, ONE } from '../../imports/import-world.ts';
import { memoryImporter } from '../../imports/memory-imports.ts';
import { column, createModelFolder, table } from '../../query/model-file.ts';

let world: ImportWorld;
beforeEach(async () => {
  world = await createImportWorld();
});
afterEach(() => world.metadata.close());

const failing = (thrown: unknown): FileImporter => ({ import: () => Promise.reject(thrown) });

describe('H04: an import that was accepted ends', () => {
  test('H04: as failed where the file cannot be read, with a reason that its owner sees', async () => {
    const row = await world.accepted();
    expect((await world.found(row))?.state).toBe('Publishing');
    const fault = new Fault('import-failed', { what: 'It is empty', advice: 'Add rows' });
    expect(await world.run(row, { importer: failing(fault) })).toBe('failed');
    expect(await world.found(row)).toMatchObject({ state: 'Failed', error: { code: 'ImportFailed' } });
  });

  test('H04: as failed where each attempt breaks off, after a few of them and not never', async () => {
    const row = await world.accepted();
    let attempts = 0;
    for (; attempts < 10 && (await world.found(row))?.state === 'Publishing'; attempts += 1) {
      await world.run(row, { importer: failing(new Error('the process broke')) }).catch(() => undefined);
      world.later(120);
    }
    expect(attempts).toBeLessThan(6);
    const found = await world.found(row);
    expect(found?.state).toBe('Failed');
    expect(found?.error?.message).toMatch(/\w+ \w+/);
    expect(await world.idle()).toEqual([]);
  });

  test('H04: as succeeded although nobody began it when it was asked for: the sweep finds it', async () => {
    const row = await world.accepted();
    expect(await world.idle()).toEqual([row.id]);
    expect(await world.run(row)).toBe('succeeded');
    expect((await world.found(row))?.state).toBe('Succeeded');
  });
});

test('H08: a run that is killed leaves no half of a model, and the next one makes exactly one', async () => {
  const row = await world.accepted();
  for (const at of ['reading', 'publishing'] as const) {
    const stop = new AbortController();
    const importer: FileImporter = {
      import: async (file, signal) => {
        const read = await memoryImporter().import(file, signal);
        stop.abort(new Error('killed'));
        if (at === 'reading') signal.throwIfAborted();
        return read;
      },
    };
    await expect(world.run(row, { importer }, stop.signal)).rejects.toThrow('killed');
    expect(await world.made()).toEqual(NOTHING);
    world.later(120);
  }
  const outcomes = await Promise.all([world.run(row), world.run(row), world.run(row)]);
  expect(outcomes.filter((one) => one === 'succeeded')).toHaveLength(1);
  expect(await world.run(row)).toBe('not-mine');
  expect(await world.made()).toEqual(ONE);
});

test('H09: an import that fails leaves what readers have as it is', async () => {
  expect(await world.run(await world.accepted())).toBe('succeeded');
  const broken = await world.accepted();
  const blobs = { ...world.deps.blobs, upload: () => Promise.reject(new Error('the store is full')) };
  await expect(world.run(broken, { blobs })).rejects.toThrow('full');
  expect(await world.made()).toEqual(ONE);
  const stopping: FileImporter = {
    import: async (file, signal) => {
      world.directory.setDown(true);
      return memoryImporter().import(file, signal);
    },
  };
  world.later(120);
  await expect(world.run(broken, { importer: stopping })).rejects.toMatchObject({ code: 'upstream-unavailable' });
  expect(await world.made()).toEqual(ONE);
  world.directory.setDown(false);
  world.later(120);
  expect(await world.run(broken, { importer: failing(new Fault('import-failed', { what: 'x', advice: 'y' })) })).toBe(
    'failed',
  );
  expect(await world.made()).toEqual(ONE);
});

const folder = await createModelFolder();
afterAll(() => folder.remove());

test('H06: the same question has the same answer in every zone, also on the days when clocks change', async () => {
  const model = { tables: [table('T', [column('At', 'DateTime'), column('N', 'Int64')])] };
  const moments = [
    '2024-03-31T00:30:00',
    '2024-03-31T02:30:00',
    '2024-03-31T23:59:59',
    '2024-10-27T01:30:00',
    '2024-10-27T02:30:00',
    '2024-12-31T23:30:00',
    '2024-03-10T02:30:00',
  ];
  const path = await folder.write(model, [moments.map((moment, index) => [moment, 2 ** index])]);
  const script = new URL('./ask-by-period.ts', import.meta.url);
  const answers = ['UTC', 'Europe/Zurich', 'Pacific/Kiritimati'].map((zone) => {
    const run = spawnSync(process.execPath, ['--no-warnings', script.pathname, path], {
      env: { ...process.env, TZ: zone },
      encoding: 'utf8',
    });
    expect(run.stderr).toBe('');
    return run.stdout;
  });
  expect(answers[0]).toContain('2024-03-31T02:00:00');
  expect(new Set(answers).size).toBe(1);
}, 30_000);

import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DataMovementDeps } from '../../../functions/data-movement/deps.ts';
import { dataMovementTimers, SWEEP_MS } from '../../../functions/data-movement/routes.ts';
import { DEFAULT_IMPORT_LIMITS } from '../../../shared/source/ports.ts';
import { createImportWorld, type ImportWorld } from '../../imports/import-world.ts';
import { memoryImporter } from '../../imports/memory-imports.ts';

let world: ImportWorld;
beforeEach(async () => {
  world = await createImportWorld();
});
afterEach(() => world.metadata.close());

test('a sweep takes up imports one after the other and leaves the rest to the next when its time is over', async () => {
  for (const _ of [1, 2, 3]) await world.accepted();
  const importer = memoryImporter();
  const slow: DataMovementDeps['importer'] = {
    import: (file, signal) => {
      world.later(SWEEP_MS / 1000 - 60);
      return importer.import(file, signal);
    },
  };
  const [sweep] = dataMovementTimers(world.deps, async () => ({ ...world.deps, importer: slow }) as DataMovementDeps);
  world.later(60);
  const invocation = { signal: new AbortController().signal, log: () => undefined };
  await sweep?.run(invocation);
  expect(await world.idle()).toHaveLength(1);
  await sweep?.run(invocation);
  expect(await world.idle()).toHaveLength(0);
});

test('the host gives a sweep the time that it may take, and that of one import more', async () => {
  const { functionTimeout } = JSON.parse(await readFile('host.json', 'utf8'));
  const [hours = 0, minutes = 0, seconds = 0] = String(functionTimeout).split(':').map(Number);
  const hostMs = ((hours * 60 + minutes) * 60 + seconds) * 1000;
  const transferMs = 5 * 60_000;
  expect(hostMs).toBeGreaterThanOrEqual(SWEEP_MS + DEFAULT_IMPORT_LIMITS.timeoutMs + transferMs);
});

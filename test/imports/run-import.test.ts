import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Import, Metadata } from '../../shared/catalog/ports.ts';
import { newId, type TenantId } from '../../shared/domain/ids.ts';
import type { Intake, ModelBlobs } from '../../shared/imports/ports.ts';
import { type RunDeps, runImport } from '../../shared/imports/run-import.ts';
import type { FileImporter } from '../../shared/source/ports.ts';
import { createImportWorld, type ImportWorld, NOTHING, ONE } from './import-world.ts';
import { memoryImporter } from './memory-imports.ts';

/** What becomes of an import when the process that works on it dies, a store fails, or two work on it at once. */
const ALIVE = new AbortController().signal;
let world: ImportWorld;
beforeEach(async () => {
  world = await createImportWorld();
});
afterEach(() => world.metadata.close());

/** A port that waits where it is told to, and the way to let it go on. */
function held<T>(work: () => Promise<T>) {
  const gate = Promise.withResolvers<void>();
  const reached = Promise.withResolvers<void>();
  const wait = async (): Promise<T> => {
    reached.resolve();
    await gate.promise;
    return work();
  };
  return { wait, reached: reached.promise, goOn: gate.resolve };
}

describe('an import that nothing disturbs', () => {
  test('makes one dataset and one report, and its upload is deleted', async () => {
    const row = await world.accepted();
    expect(await world.run(row)).toBe('succeeded');
    expect(await world.found(row)).toMatchObject({ state: 'Succeeded', attempts: 1, error: undefined });
    expect(await world.made()).toEqual(ONE);
    await world.sweep();
    expect(world.uploads.size).toBe(0);
    expect(world.models.size).toBe(1);
  });

  test('does nothing when it is run again, at once or later', async () => {
    const row = await world.accepted();
    await world.run(row);
    world.later(3600);
    expect([await world.run(row), await world.run(row)]).toEqual(['not-mine', 'not-mine']);
    expect(await world.made()).toEqual(ONE);
  });

  test('is done once when it is started several times at the same moment', async () => {
    const row = await world.accepted();
    const outcomes = await Promise.all([world.run(row), world.run(row), world.run(row)]);
    expect(outcomes.toSorted()).toEqual(['not-mine', 'not-mine', 'succeeded']);
    expect(await world.made()).toEqual(ONE);
  });

  test('that is unknown, or another tenant’s, is not carried out', async () => {
    const row = await world.accepted();
    expect(await runImport(world.deps, world.tenantId, newId(), ALIVE)).toBe('not-mine');
    expect(await runImport(world.deps, newId<TenantId>(), row.id, ALIVE)).toBe('not-mine');
    expect(await world.made()).toEqual(NOTHING);
  });
});

describe('an import whose process died', () => {
  /** A run that never comes back, as of a killed process: its lease stays as it was. */
  async function killedAt(row: Import): Promise<{ readonly comesBack: () => Promise<unknown> }> {
    const importer = memoryImporter();
    const stuck = held(async () => undefined);
    const dead: FileImporter = {
      import: async (file, signal) => {
        await stuck.wait();
        return importer.import(file, signal);
      },
    };
    const outcome = world.run(row, { importer: dead });
    await stuck.reached;
    return {
      comesBack: () => {
        stuck.goOn();
        return outcome;
      },
    };
  }

  test('is nobody else’s while its lease lasts, and is taken up and finished after it', async () => {
    const row = await world.accepted();
    expect(await world.idle()).toEqual([row.id]);
    const dead = await killedAt(row);
    expect([await world.idle(), await world.run(row)]).toEqual([[], 'not-mine']);
    world.later(61);
    expect(await world.idle()).toEqual([row.id]);
    expect(await world.run(row)).toBe('succeeded');
    expect(await world.found(row)).toMatchObject({ state: 'Succeeded', attempts: 2 });
    expect(await world.made()).toEqual(ONE);
    await dead.comesBack();
  });

  test('makes no second dataset when the process was only slow and comes back', async () => {
    const row = await world.accepted();
    const slow = await killedAt(row);
    world.later(61);
    expect(await world.run(row)).toBe('succeeded');
    expect(await slow.comesBack()).toBe('not-mine');
    expect(await world.made()).toEqual(ONE);
  });

  test('is left to whoever has taken it over when the slow process comes back before the end', async () => {
    const row = await world.accepted();
    const slow = await killedAt(row);
    world.later(61);
    const second = await killedAt(row);
    expect(await slow.comesBack()).toBe('not-mine');
    expect(await world.made()).toEqual(NOTHING);
    expect(await second.comesBack()).toBe('succeeded');
    expect(await world.made()).toEqual(ONE);
  });

  test('ends as failed, with advice, when it was begun too often', async () => {
    const row = await world.accepted();
    const dead: { readonly comesBack: () => Promise<unknown> }[] = [];
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      dead.push(await killedAt(row));
      world.later(61);
    }
    expect(await world.run(row)).toBe('failed');
    expect((await world.found(row))?.error).toEqual({
      code: 'ImportFailed',
      message: expect.stringMatching(/started 3 times.*Split it/),
    });
    for (const one of dead) expect(await one.comesBack()).toBe('not-mine');
    expect(await world.made()).toEqual(NOTHING);
    expect(await world.idle()).toEqual([]);
  });
});

describe('an import under which a store fails', () => {
  const broken = () => Promise.reject(new Error('the store does not answer'));

  test.each<[string, () => Partial<RunDeps>]>([
    [
      'the intake account, asked for the size',
      () => ({ intake: { ...world.deps.intake, size: broken } satisfies Intake }),
    ],
    [
      'the intake account, while downloading',
      () => ({ intake: { ...world.deps.intake, download: broken } satisfies Intake }),
    ],
    ['the data account', () => ({ blobs: { ...world.deps.blobs, upload: broken } satisfies ModelBlobs })],
    ['the reader of files', () => ({ importer: { import: broken } })],
    ['the disk', () => ({ withFolder: broken })],
  ])('(%s) leaves nothing and can be tried again at once', async (_, more) => {
    const row = await world.accepted();
    await expect(world.run(row, more())).rejects.toThrow('the store does not answer');
    expect(await world.made()).toEqual(NOTHING);
    expect(await world.found(row)).toMatchObject({ state: 'Publishing', error: undefined });
    expect(await world.idle()).toEqual([row.id]);
    expect(await world.run(row)).toBe('succeeded');
    expect(await world.made()).toEqual(ONE);
  });

  test('(the metadata, in the last transaction) leaves nothing of the transaction and no file', async () => {
    const row = await world.accepted();
    const failing: Metadata = {
      ...world.metadata,
      write: (tenantId, used, work) =>
        world.metadata.write(tenantId, used, (stores) =>
          work({ ...stores, versions: { ...stores.versions, publish: broken } }),
        ),
    };
    await expect(world.run(row, { metadata: failing })).rejects.toThrow('the store does not answer');
    expect(await world.made()).toEqual(NOTHING);
    expect(await world.run(row)).toBe('succeeded');
  });

  test('is given back when the host stops', async () => {
    const row = await world.accepted();
    await expect(world.run(row, {}, AbortSignal.abort(new Error('stopping')))).rejects.toThrow('stopping');
    expect(await world.idle()).toEqual([row.id]);
    expect(await world.run(row)).toBe('succeeded');
  });
});

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DataMovementDeps } from '../../../functions/data-movement/deps.ts';
import { dataMovementTimers } from '../../../functions/data-movement/routes.ts';
import { type ImportId, newId } from '../../../shared/domain/ids.ts';
import { runImport } from '../../../shared/imports/run-import.ts';
import { startImport } from '../../../shared/imports/start-import.ts';
import { createUploadLocation } from '../../../shared/imports/upload-location.ts';
import { actOf } from '../../catalog/sample-tenant.ts';
import { createImportWorld, type ImportWorld, NOTHING, ONE } from '../../imports/import-world.ts';

/** What is taken up though nobody asks, and what is not asked meanwhile. */
let world: ImportWorld;
let opened = 0;
beforeEach(async () => {
  world = await createImportWorld();
  opened = 0;
});
afterEach(() => world.metadata.close());

const invocation = { signal: new AbortController().signal, log: () => undefined };

async function tick(name = 'data-movement-timer-sweep'): Promise<void> {
  const timers = dataMovementTimers(world.deps, async () => {
    opened += 1;
    return world.deps as unknown as DataMovementDeps;
  });
  await timers.find((timer) => timer.name === name)?.run(invocation);
}

test('a minute in which no import is pending opens no store', async () => {
  await tick();
  expect(opened).toBe(0);
  await world.run(await world.accepted());
  world.later(120);
  await tick();
  expect([opened, await world.made()]).toEqual([0, ONE]);
});

test('an import that has just been accepted is left to the call that starts it', async () => {
  await world.accepted();
  world.later(30);
  await tick();
  expect([opened, await world.made()]).toEqual([0, NOTHING]);
  world.later(31);
  await tick();
  expect([opened, await world.made()]).toEqual([1, ONE]);
});

test('an import that was noted is waited for while its row may still be written, and then forgotten', async () => {
  const { tenantId, deps, noted } = world;
  await deps.pending.note({ tenantId, importId: newId<ImportId>() });
  const left: number[] = [];
  for (let minute = 1; minute <= 6; minute += 1) {
    world.later(60);
    await tick();
    left.push(noted.size);
  }
  expect(left).toEqual([1, 1, 1, 1, 0, 0]);
});

test('the daily sweep finds an import whose mark is gone, and throws away what nothing refers to', async () => {
  await world.accepted();
  world.noted.clear();
  await tick();
  expect(await world.made()).toEqual(NOTHING);
  await tick('data-movement-timer-tidy');
  expect([await world.made(), world.uploads.size]).toEqual([ONE, 0]);
});

test('a refused import leaves nothing that would wake the store', async () => {
  const row = await world.accepted();
  await world.run(row);
  const again = { name: 'b.csv', at: { address: `memory://uploads/${row.blobName}` }, onConflict: 'rename' } as const;
  const grant = await world.grantOf('author');
  const act = actOf(world.author, 'Import');
  await expect(startImport(world.deps, world.author, grant, again, act)).rejects.toMatchObject({
    code: 'upload-missing',
  });
  expect(world.noted.size).toBe(0);
});

/** A process that is stopped at one of its calls, before or after it took effect: everything after that fails as well. */
class Killed extends Error {}
type Death = { readonly atCall: number; readonly isDone: boolean };

function mortal(death: Death): { readonly deps: ImportWorld['deps']; readonly calls: () => number } {
  let calls = 0;
  const step = async (work: () => unknown): Promise<unknown> => {
    calls += 1;
    if (calls > death.atCall || (calls === death.atCall && !death.isDone)) throw new Killed();
    const answer = await work();
    if (calls >= death.atCall) throw new Killed();
    return answer;
  };
  const wrap = <T extends object>(target: T): T =>
    new Proxy(target, {
      get: (_, key) => {
        const member: unknown = Reflect.get(target, key);
        if (typeof member !== 'function' || key === 'blobOfAddress') return member;
        return (...given: unknown[]) => step(() => member.apply(target, given));
      },
    });
  const { metadata, pending, intake, blobs } = world.deps;
  const deps = {
    ...world.deps,
    metadata: wrap(metadata),
    pending: wrap(pending),
    intake: wrap(intake),
    blobs: wrap(blobs),
  };
  return { deps, calls: () => calls };
}

/** A file is accepted and imported by one process; where it was killed, nobody hears of it. */
async function importOnce(death: Death): Promise<number> {
  const { author, grantOf, uploads } = world;
  const grant = await grantOf('author');
  const { url } = await createUploadLocation(world.deps, author, grant, actOf(author, undefined));
  uploads.set(world.deps.intake.blobOfAddress(url) ?? '', 'city,sold\nOslo,1\n');
  const { deps, calls } = mortal(death);
  const file = { name: 'sales.csv', at: { address: url }, onConflict: 'rename' } as const;
  try {
    const row = await startImport(deps, author, grant, file, actOf(author, 'Import'));
    await runImport(deps, world.tenantId, row.id, invocation.signal);
  } catch (thrown) {
    if (!(thrown instanceof Killed)) throw thrown;
  }
  return calls();
}

const LAST = 60;
describe.each([
  ['before', false],
  ['after', true],
])('a process killed %s any of its calls', (_, isDone) => {
  test('leaves an import that is carried out once, or none; then nothing is pending and the store sleeps', async () => {
    const whole = await importOnce({ atCall: LAST, isDone });
    expect(whole).toBeLessThan(LAST);
    await world.metadata.close();
    for (let atCall = 1; atCall <= whole; atCall += 1) {
      world = await createImportWorld();
      await importOnce({ atCall, isDone });
      const rows = await world.metadata.read(world.tenantId, ({ imports }) => imports.inWorkspace(world.workspaceId));
      for (let minute = 0; minute < 8; minute += 1) {
        world.later(60);
        await tick();
      }
      const label = `killed at call ${atCall} of ${whole}`;
      const made = await world.made();
      expect({ label, items: made.items, noted: world.noted.size }).toEqual({
        label,
        items: rows.length === 0 ? NOTHING.items : ONE.items,
        noted: 0,
      });
      opened = 0;
      world.later(60);
      await tick();
      expect({ label, opened }).toEqual({ label, opened: 0 });
      if (atCall < whole) await world.metadata.close();
    }
  });
});

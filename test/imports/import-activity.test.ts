import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Fault } from '../../shared/domain/faults.ts';
import { createImportWorld, type ImportWorld } from './import-world.ts';

/** What the activity log says of imports. */
let world: ImportWorld;
beforeEach(async () => {
  world = await createImportWorld();
});
afterEach(() => world.metadata.close());

describe('U-03: an import in the activity log', () => {
  test('is asked for, and makes a dataset and a report, all by who asked for it', async () => {
    const row = await world.accepted();
    await world.run(row);
    const found = await world.found(row);
    const events = await world.log();
    expect(events.map(({ activity }) => activity).toSorted()).toEqual(['CreateDataset', 'CreateReport', 'Import']);
    for (const { actor } of events) {
      expect(actor).toMatchObject({
        objectId: world.author.objectId,
        kind: 'user',
        signInName: 'author@contoso.example',
      });
    }
    const ofActivity = (wanted: string) => events.find(({ activity }) => activity === wanted);
    expect(ofActivity('Import')).toMatchObject({ workspace: { id: world.workspaceId }, detail: 'sales.csv' });
    const model = { modelId: found?.modelId, workspace: { id: world.workspaceId } };
    expect(ofActivity('CreateDataset')).toMatchObject({
      ...model,
      item: { kind: 'model', id: found?.modelId, name: 'sales' },
      actor: { requestId: row.id },
    });
    expect(ofActivity('CreateReport')).toMatchObject({
      ...model,
      item: { kind: 'report', id: found?.reportId, name: 'sales' },
      actor: { requestId: row.id },
    });
  });

  test('that failed says so once, with the code and nothing that may come from the file', async () => {
    const row = await world.accepted();
    const importer = {
      import: () => Promise.reject(new Fault('import-failed', { what: 'Row 3 has "4711 secret"', advice: 'Mend it.' })),
    };
    world.later(1);
    await world.run(row, { importer });
    await world.run(row);
    const events = await world.log();
    expect(events.map(({ activity, isSuccess }) => [activity, isSuccess ?? true])).toEqual([
      ['Import', true],
      ['Import', false],
    ]);
    expect(events[1]).toMatchObject({ detail: 'sales.csv: ImportFailed', actor: { objectId: world.author.objectId } });
    expect(JSON.stringify(events)).not.toContain('secret');
  });

  test('of somebody whom the directory has no more is still theirs', async () => {
    const row = await world.accepted();
    world.directory.forget(world.author.objectId);
    world.later(1);
    await world.run(row);
    expect((await world.log()).at(-1)).toMatchObject({
      activity: 'Import',
      isSuccess: false,
      actor: { objectId: world.author.objectId, signInName: '' },
    });
  });

  test('that another run finished has no second entry', async () => {
    const row = await world.accepted();
    await Promise.all([world.run(row), world.run(row), world.run(row)]);
    expect(await world.log()).toHaveLength(3);
  });

  test('goes after thirty days and not before', async () => {
    await world.accepted();
    const days = 24 * 60 * 60;
    world.later(30 * days);
    await world.sweep();
    expect(await world.log()).toHaveLength(1);
    world.later(1);
    await world.sweep();
    expect(await world.log()).toEqual([]);
  });
});

import { afterEach, beforeEach, expect, test } from 'vitest';
import { tidyUp } from '../../shared/imports/tidy.ts';
import { createImportWorld, type ImportWorld } from './import-world.ts';

/** What is thrown away when somebody has time. */
let world: ImportWorld;
beforeEach(async () => {
  world = await createImportWorld();
});
afterEach(() => world.metadata.close());

test('a blob that cannot go keeps neither the other blobs nor what has expired, is told of, and goes later', async () => {
  const [stuck, other] = [await world.accepted(), await world.accepted()];
  await world.run(stuck);
  await world.run(other);
  let isDown = true;
  const intake = {
    ...world.deps.intake,
    remove: (blobName: string) =>
      isDown && blobName === stuck.blobName
        ? Promise.reject(new Error('the store refuses'))
        : world.deps.intake.remove(blobName),
  };
  const once = { id: crypto.randomUUID(), expiresAt: '2026-01-01T00:00:00.000Z' };
  const act = { ...world.act('Import'), once, activity: undefined };
  const useUp = () => world.metadata.write(world.tenantId, act, async () => 'written');
  await useUp();
  await expect(tidyUp({ ...world.deps, intake }, world.deps.now())).rejects.toThrow('1 of 2 blobs');
  expect([...world.uploads.keys()]).toEqual([stuck.blobName]);
  expect(await useUp()).toBe('written');
  isDown = false;
  expect((await tidyUp({ ...world.deps, intake }, world.deps.now())).blobs).toBe(1);
  expect(world.uploads.size).toBe(0);
});

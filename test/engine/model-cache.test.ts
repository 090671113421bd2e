import { expect, test } from 'vitest';
import { hasCode } from '../../shared/domain/faults.ts';
import { type ModelVersionId, parseId, type TenantId } from '../../shared/domain/ids.ts';
import { createModelCache } from '../../shared/engine/model-cache.ts';
import { createWorkQueue } from '../../shared/engine/work-queue.ts';
import { id } from '../query/model-file.ts';
import { createGate, createMemoryEngine, createMemoryFiles, settle } from './memory-engine.ts';

const never = new AbortController().signal;

function version(digit: string, bytes = 40, tenant = '1') {
  const versionId = parseId<ModelVersionId>(`${digit.repeat(8)}-1111-4000-8000-000000000000`);
  if (versionId === undefined) throw new Error('No id.');
  return { tenantId: id<TenantId>(tenant), versionId, file: { blobName: digit, bytes } };
}

function createCache(limitBytes = 100) {
  const { files, opened, isHeld } = createMemoryFiles();
  const { engine, isOpen, failNext } = createMemoryEngine(async () => [[1]]);
  const opening = createWorkQueue({ concurrency: 2, waiting: 10 });
  return { cache: createModelCache({ files, engine, opening }, limitBytes), opened, isHeld, isOpen, failNext };
}

test('a version is opened once, however many ask for it at the same time', async () => {
  const { cache, opened } = createCache();
  const leases = await Promise.all(Array.from({ length: 8 }, () => cache.lease(version('a'), never)));
  expect(new Set(leases.map((lease) => lease.session)).size).toBe(1);
  expect(opened).toEqual(['a']);
  expect(cache.statistics()).toEqual({ opens: 1, evictions: 0, openModels: 1, openBytes: 40 });
});

test('the same version id of another tenant is another model', async () => {
  const { cache, opened } = createCache();
  await cache.lease(version('a', 40, '1'), never);
  await cache.lease(version('a', 40, '2'), never);
  expect(opened).toEqual(['a', 'a']);
});

test('the least recently used is closed and its file let go when there are too many bytes', async () => {
  const { cache, isOpen, isHeld } = createCache();
  for (const one of ['a', 'b', 'a', 'c']) await (await cache.lease(version(one), never)).release();
  expect(['a', 'b', 'c'].map(isOpen)).toEqual([true, false, true]);
  expect(['a', 'b', 'c'].map(isHeld)).toEqual([true, false, true]);
  expect(cache.statistics()).toEqual({ opens: 3, evictions: 1, openModels: 2, openBytes: 80 });
});

test('what is in use is not closed; it is when it is released', async () => {
  const { cache, isOpen, isHeld } = createCache();
  const leases = [];
  for (const one of ['a', 'b', 'c', 'd']) leases.push(await cache.lease(version(one), never));
  expect(['a', 'b', 'c', 'd'].map(isHeld)).toEqual([true, true, true, true]);
  await leases[0]?.release();
  await leases[0]?.release();
  await leases[1]?.release();
  expect(['a', 'b', 'c', 'd'].map(isOpen)).toEqual([false, false, true, true]);
  expect(cache.statistics().openBytes).toBe(80);
});

test('a model larger than all there is is refused', async () => {
  const thrown = await createCache()
    .cache.lease(version('a', 101), never)
    .catch((cause: unknown) => cause);
  expect(hasCode(thrown, 'model-too-large') && thrown.detail.limitBytes).toBe(100);
});

test('a failed opening lets its file go and is tried again by the next', async () => {
  const { cache, failNext, isHeld, opened } = createCache();
  failNext();
  await expect(cache.lease(version('a'), never)).rejects.toThrow('broken');
  expect(isHeld('a')).toBe(false);
  expect(cache.statistics()).toEqual({ opens: 0, evictions: 0, openModels: 0, openBytes: 0 });
  await cache.lease(version('a'), never);
  expect(opened).toEqual(['a', 'a']);
});

test('who goes away while a file is fetched takes it from nobody else', async () => {
  const gate = createGate();
  const { engine } = createMemoryEngine(async () => [[1]]);
  const files = { open: async () => gate.passed.then(() => ({ path: 'a', release: async () => {} })) };
  const opening = createWorkQueue({ concurrency: 2, waiting: 10 });
  const cache = createModelCache({ files, engine, opening }, 100);
  const leaving = new AbortController();
  const first = cache.lease(version('a'), leaving.signal);
  const second = cache.lease(version('a'), never);
  leaving.abort(new Error('gone'));
  await expect(first).rejects.toThrow('gone');
  gate.open();
  await expect(second).resolves.toBeDefined();
  expect(cache.statistics().opens).toBe(1);
});

test('a session that misbehaved is given to nobody else and closed when the last one lets go', async () => {
  const { cache, opened, isOpen, isHeld } = createCache();
  const first = await cache.lease(version('a'), never);
  const second = await cache.lease(version('a'), never);
  first.discard();
  await first.release();
  expect(isOpen('a')).toBe(true);
  const third = await cache.lease(version('a'), never);
  expect(third.session).not.toBe(first.session);
  expect(opened).toEqual(['a', 'a']);
  await second.release();
  expect(cache.statistics()).toMatchObject({ openModels: 1, openBytes: 40 });
  await third.release();
  expect(isHeld('a')).toBe(true);
});

test('closing waits for nobody: what is in use is closed when it is released', async () => {
  const { cache, isOpen, isHeld } = createCache();
  await (await cache.lease(version('a'), never)).release();
  const inUse = await cache.lease(version('b'), never);
  await cache.close();
  expect(['a', 'b'].map(isOpen)).toEqual([false, true]);
  await inUse.release();
  await settle();
  expect(['a', 'b'].map(isHeld)).toEqual([false, false]);
  await expect(cache.lease(version('a'), never)).rejects.toThrow('closed');
});

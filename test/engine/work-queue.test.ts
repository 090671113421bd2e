import { expect, test } from 'vitest';
import { hasCode } from '../../shared/domain/faults.ts';
import { createWorkQueue } from '../../shared/engine/work-queue.ts';
import { createGate, settle } from './memory-engine.ts';

const never = new AbortController().signal;

test('tenants take turns, whatever the length of their lines', async () => {
  const queue = createWorkQueue({ concurrency: 1, waiting: 20 });
  const gate = createGate();
  const done: string[] = [];
  const first = queue.run('x', never, () => gate.passed);
  const jobs = ['a1', 'a2', 'a3', 'a4', 'b1', 'c1', 'b2'].map((name) =>
    queue.run(name.slice(0, 1), never, async () => {
      done.push(name);
    }),
  );
  await settle();
  expect(queue.length()).toEqual({ waiting: 7, running: 1 });
  gate.open();
  await Promise.all([first, ...jobs]);
  expect(done).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3', 'a4']);
  expect(queue.length()).toEqual({ waiting: 0, running: 0 });
});

test('no more jobs run at once than are allowed', async () => {
  const queue = createWorkQueue({ concurrency: 2, waiting: 100 });
  let running = 0;
  let most = 0;
  const jobs = Array.from({ length: 30 }, (_, index) =>
    queue.run(`t${index % 5}`, never, async () => {
      running += 1;
      most = Math.max(most, running);
      await settle();
      running -= 1;
    }),
  );
  await Promise.all(jobs);
  expect(most).toBe(2);
});

test('a full queue refuses with the time to wait, and the longest line pays for it', async () => {
  const queue = createWorkQueue({ concurrency: 1, waiting: 3 });
  const gate = createGate();
  const ended: string[] = [];
  const start = (name: string) =>
    queue
      .run(name.slice(0, 1), never, () => gate.passed)
      .then(
        () => ended.push(name),
        (thrown) =>
          ended.push(hasCode(thrown, 'engine-busy') && thrown.detail.retryAfterSeconds >= 1 ? `${name} busy` : 'wrong'),
      );
  const jobs = ['a0', 'a1', 'a2', 'a3', 'a4'].map(start);
  await settle();
  expect(ended).toEqual(['a4 busy']);
  jobs.push(start('b1'));
  await settle();
  expect(ended).toEqual(['a4 busy', 'a3 busy']);
  jobs.push(start('b2'));
  await settle();
  expect(ended).toEqual(['a4 busy', 'a3 busy', 'b2 busy']);
  gate.open();
  await Promise.all(jobs);
  expect(ended.slice(3)).toEqual(['a0', 'a1', 'b1', 'a2']);
});

test('who goes away leaves the line, and a job that fails gives its place on', async () => {
  const queue = createWorkQueue({ concurrency: 1, waiting: 3 });
  const gate = createGate();
  const first = queue.run('a', never, () => gate.passed.then(() => Promise.reject(new Error('failed'))));
  const leaving = new AbortController();
  let ran = false;
  const second = queue.run('a', leaving.signal, async () => {
    ran = true;
  });
  const third = queue.run('b', never, async () => 'third');
  leaving.abort(new Error('gone'));
  await expect(second).rejects.toThrow('gone');
  expect(queue.length().waiting).toBe(1);
  gate.open();
  await expect(first).rejects.toThrow('failed');
  await expect(third).resolves.toBe('third');
  expect(ran).toBe(false);
  await expect(queue.run('a', leaving.signal, async () => 1)).rejects.toThrow('gone');
});

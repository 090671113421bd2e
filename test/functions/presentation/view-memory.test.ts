import { describe, expect, test } from 'vitest';
import { createViewMemory } from '../../../functions/presentation/view-memory.ts';

function remembered() {
  let clock = Date.parse('2026-03-01T12:00:00.000Z');
  const memory = createViewMemory(() => new Date(clock));
  const written: string[] = [];
  const write = (what: string) => async () => {
    written.push(what);
    return true;
  };
  return {
    written,
    opened: (key: string) => memory.opened(key, write(`open ${key}`)),
    read: (key: string) => memory.read(key, write(`read ${key}`)),
    memory,
    later: (ms: number) => {
      clock += ms;
    },
  };
}

describe('reading data of something', () => {
  test('is a view once an hour, for each key', async () => {
    const { read, written, later } = remembered();
    for (const key of ['a', 'a', 'b', 'a']) await read(key);
    expect(written).toEqual(['read a', 'read b']);
    later(3_599_999);
    await read('a');
    expect(written).toHaveLength(2);
    later(1);
    await read('a');
    expect(written).toEqual(['read a', 'read b', 'read a']);
  });

  test('is no view of its own after an opening, which always is one', async () => {
    const { opened, read, written } = remembered();
    for (const act of [opened, read, opened, read]) await act('a');
    expect(written).toEqual(['open a', 'open a']);
  });

  test('is one view for several that read at once, and none is answered before it is written', async () => {
    const { memory } = remembered();
    let finish: (isWritten: boolean) => void = () => undefined;
    let writes = 0;
    const slow = () => {
      writes += 1;
      return new Promise<boolean>((resolve) => {
        finish = resolve;
      });
    };
    let answered = 0;
    const reads = [1, 2, 3].map(() =>
      memory.read('a', slow).then(() => {
        answered += 1;
      }),
    );
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect([writes, answered]).toEqual([1, 0]);
    finish(true);
    await Promise.all(reads);
    expect([writes, answered]).toEqual([1, 3]);
  });

  test('is tried again where the view could not be written', async () => {
    const { memory, read, written } = remembered();
    const broken = new Error('broken');
    await expect(memory.read('a', () => Promise.reject(broken))).rejects.toBe(broken);
    await memory.read('a', async () => false);
    await read('a');
    await memory.opened('a', async () => false);
    await read('a');
    expect(written).toEqual(['read a']);
  });
});

import { beforeEach, describe, expect, test } from 'vitest';
import { createKeyFinder, createSigningKeys } from '../../shared/identity/context-keys.ts';
import type { ContextKey } from '../../shared/identity/ports.ts';

const DAY = 24 * 3600_000;
const UNKNOWN_ID = '99999999-9999-4999-8999-999999999999';

let now: number;
let rows: Map<string, ContextKey>;
let asked: number;
let isDown: boolean;
const clock = () => new Date(now);
const system = {
  publishKey: async (key: ContextKey) => void rows.set(key.keyId, key),
  findKey: async (keyId: string) => {
    asked += 1;
    if (isDown) throw new Error('SQL is away');
    return rows.get(keyId);
  },
};

beforeEach(() => {
  now = Date.parse('2026-03-01T12:00:00Z');
  rows = new Map();
  asked = 0;
  isDown = false;
});

const published = async () => (await createSigningKeys(system, clock)()).keyId;

describe('a published context key', () => {
  test('is found, and read from SQL no more than once a minute', async () => {
    const keyId = await published();
    const find = createKeyFinder(system, clock);
    expect(await find(keyId)).toMatchObject({ type: 'public' });
    now += 59_999;
    await find(keyId);
    expect(asked).toBe(1);
    now += 1;
    await Promise.all([find(keyId), find(keyId), find(keyId)]);
    expect(asked).toBe(2);
  });

  test('that was taken away is refused within a minute', async () => {
    const keyId = await published();
    const find = createKeyFinder(system, clock);
    await find(keyId);
    rows.clear();
    now += 60_000;
    expect(await find(keyId)).toBeUndefined();
  });

  test('is not believed beyond its minute where SQL cannot be asked, and is again when it can', async () => {
    const keyId = await published();
    const find = createKeyFinder(system, clock);
    await find(keyId);
    isDown = true;
    now += 60_000;
    await expect(find(keyId)).rejects.toThrow('SQL is away');
    isDown = false;
    expect(await find(keyId)).toBeDefined();
  });

  test('is refused from its last moment on', async () => {
    const keyId = await published();
    const find = createKeyFinder(system, clock);
    now += DAY - 30_000;
    expect(await find(keyId)).toBeDefined();
    now += 30_000;
    expect(await find(keyId)).toBeUndefined();
  });

  test('that is unknown is asked for once in two seconds, and one of another form never', async () => {
    const find = createKeyFinder(system, clock);
    await find(UNKNOWN_ID);
    await find(UNKNOWN_ID);
    expect(asked).toBe(1);
    for (const forged of ['', '__proto__', "' OR 1=1", UNKNOWN_ID.toUpperCase().replaceAll('9', 'A')]) {
      expect(await find(forged)).toBeUndefined();
    }
    expect(asked).toBe(1);
    now += 2000;
    await find(UNKNOWN_ID);
    expect(asked).toBe(2);
  });
});

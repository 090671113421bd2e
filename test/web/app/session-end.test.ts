import { expect, test } from 'vitest';
import { keepSessionEnd, takeSessionEnd } from '../../../web/src/app/session/session-end.ts';

function memoryStorage(): Storage {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    clear: () => kept.clear(),
    getItem: (key) => kept.get(key) ?? null,
    key: (index) => [...kept.keys()][index] ?? null,
    removeItem: (key) => void kept.delete(key),
    setItem: (key, value) => void kept.set(key, value),
  };
}

test('the reason of an ended session is told once', () => {
  const store = memoryStorage();
  keepSessionEnd({ why: 'Your session was ended.', claims: '{"a":1}' }, store);
  expect(takeSessionEnd(store)).toEqual({ why: 'Your session was ended.', claims: '{"a":1}' });
  expect(takeSessionEnd(store)).toBeUndefined();
});

test('without claims the next sign-in proves nothing in particular', () => {
  const store = memoryStorage();
  keepSessionEnd({ why: 'Ended.', claims: undefined }, store);
  expect(takeSessionEnd(store)).toEqual({ why: 'Ended.', claims: undefined });
});

test('what somebody else left there is not believed, and is gone', () => {
  const store = memoryStorage();
  keepSessionEnd({ why: 'Ended.', claims: undefined }, store);
  store.setItem(store.key(0) ?? '', '{"why":1}');
  expect(takeSessionEnd(store)).toBeUndefined();
  expect(store.length).toBe(0);
});

import { expect, test } from 'vitest';
import { bugText } from '../../functions/telemetry/bug-text.ts';

const CANARY = 'numbat-93ef-canary';

class RequestError extends Error {
  readonly code = 'EREQUEST';
  readonly number = 2627;
  override readonly name = 'RequestError';
}

function thrownBy(work: () => unknown): unknown {
  try {
    return work();
  } catch (thrown) {
    return thrown;
  }
}

test('a bug of ours is logged with its sentence and where it was thrown', () => {
  expect(bugText(new TypeError('x is not a function'))).toMatch(
    /^TypeError: x is not a function\n {4}at .*bug-text\.test\.ts:\d+:\d+/,
  );
});

test.each([
  [
    'a database that names the row',
    () => new RequestError(`Cannot insert.\n    The duplicate key value is (${CANARY}).`),
    'RequestError EREQUEST 2627',
  ],
  ['a parser that quotes its text', () => thrownBy(() => JSON.parse(CANARY)), 'SyntaxError'],
  ['an address', () => thrownBy(() => new URL(CANARY)), 'TypeError ERR_INVALID_URL'],
  ['a cause', () => new Error('the store failed', { cause: new Error(CANARY) }), 'Error: the store failed'],
  ['what is no error', () => CANARY, 'thrown'],
])('%s keeps its value to itself', (_, make, first) => {
  const text = bugText(make());
  expect(text.split('\n')[0]).toBe(first);
  expect(text).not.toContain(CANARY);
});

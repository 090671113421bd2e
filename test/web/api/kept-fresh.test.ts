import { expect, test } from 'vitest';
import { KEPT_FRESH } from '../../../web/src/api/kept-fresh.ts';
import { isRefusal, Problem } from '../../../web/src/api/problem.ts';

const problem = (status: number) => new Problem('No.', { status, code: 'Code' });

test.each([401, 403, 404])('after %d what was shown no longer counts, and it is not asked for again', (status) => {
  expect(isRefusal(problem(status))).toBe(true);
  expect(KEPT_FRESH.refetchInterval({ state: { error: problem(status) } })).toBe(false);
});

test.each([0, 429, 500, 503])('after %d it is asked for again in a minute', (status) => {
  expect(isRefusal(problem(status))).toBe(false);
  expect(KEPT_FRESH.refetchInterval({ state: { error: problem(status) } })).toBe(60_000);
});

test('without a fault it is asked for each minute and on coming back to the page', () => {
  expect(KEPT_FRESH.refetchInterval({ state: { error: null } })).toBe(60_000);
  expect(KEPT_FRESH.refetchOnWindowFocus).toBe('always');
  expect(isRefusal(new Error('boom'))).toBe(false);
});

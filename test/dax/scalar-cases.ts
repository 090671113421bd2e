import { expect, test } from 'vitest';
import { evaluate } from './scalar-answer.ts';

/** The value of an expression as JSON, or how it fails. */
export type Expected = string | number | boolean | null | typeof FAILS;
export const FAILS = { fails: true } as const;

/** An expression, and what it gives. */
export type Cases = readonly (readonly [expression: string, expected: Expected])[];

/** A test for each line. Numbers are compared to the ninth digit. */
export function testCases(cases: Cases): void {
  test.each(cases)('%s', async (expression, expected) => {
    if (typeof expected === 'object' && expected !== null) {
      await expect(evaluate(expression)).rejects.toThrow(/Error/);
      return;
    }
    const value = await evaluate(expression);
    if (typeof expected !== 'number') expect(value, expression).toBe(expected);
    else expect(value, expression).toSatisfy((given) => typeof given === 'number' && isNear(given, expected));
  });
}

function isNear(given: number, expected: number): boolean {
  return Math.abs(given - expected) <= 1e-9 * Math.max(1, Math.abs(expected));
}

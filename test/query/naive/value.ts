import type { DaxType } from '../../../shared/dax/bound.ts';

/**
 * A value while it is computed: numbers of all kinds are JavaScript numbers, a moment is its days since 1899-12-30, and
 * null is BLANK. What kind a number is of is known from the type of the expression.
 */
export type Value = number | string | boolean | null;

/** An error that DAX would report to the author of the query. */
export function daxError(message: string): Error {
  const error = new Error(message);
  error.name = 'DaxError';
  return error;
}

export function isDaxError(error: unknown): boolean {
  return error instanceof Error && error.name === 'DaxError';
}

/** What this evaluator does not know; a test that meets it says so and goes on. */
export function notCovered(what: string): Error {
  const error = new Error(`not covered: ${what}`);
  error.name = 'NotCovered';
  return error;
}

export function isNotCovered(error: unknown): boolean {
  return error instanceof Error && error.name === 'NotCovered';
}

/** Equal for values that DAX takes for the same one: texts without case, and BLANK with nothing but itself. */
export function keyOf(value: Value | undefined): string {
  if (value === null || value === undefined) return 'blank';
  if (typeof value === 'number') return Object.is(value, -0) ? 'number 0' : `number ${value}`;
  return typeof value === 'string' ? `text ${foldCase(value)}` : String(value);
}

export function keyOfRow(values: readonly (Value | undefined)[]): string {
  return values.map(keyOf).join('\u0001');
}

export function foldCase(text: string): string {
  return text.toLowerCase();
}

const RANKS: Readonly<Record<string, number>> = { number: 1, string: 2, boolean: 3 };

/** BLANK before all others, then numbers, texts without case, FALSE before TRUE. */
export function compareValues(left: Value, right: Value): number {
  if (left === null || right === null) return Number(left !== null) - Number(right !== null);
  if (typeof left === 'string' && typeof right === 'string') return compareTexts(left, right);
  if (typeof left !== typeof right) return (RANKS[typeof left] ?? 0) - (RANKS[typeof right] ?? 0);
  return Number(left) - Number(right);
}

function compareTexts(left: string, right: string): number {
  const [a, b] = [foldCase(left), foldCase(right)];
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** What a BLANK stands for beside another value: zero, empty text or FALSE. */
export function fillBlank(value: Value, beside: Value): Value {
  if (value !== null) return value;
  if (typeof beside === 'string') return '';
  return typeof beside === 'boolean' ? false : 0;
}

/** The value as a number: BLANK is zero, TRUE is one. */
export function numberOf(value: Value | undefined): number {
  if (typeof value === 'string') throw daxError(`Cannot convert value '${value}' of type Text to type Number.`);
  return Number(value ?? 0);
}

export function textOf(value: Value | undefined): string {
  return typeof value === 'string' ? value : String(value ?? '');
}

/** BLANK and zero are false. */
export function isTrue(value: Value | undefined): boolean {
  return value !== null && value !== undefined && value !== false && value !== 0;
}

/** A number as a value of a type: fixed decimals have four places, whole numbers none. */
export function asNumberType(value: number, type: DaxType): number {
  if (type === 'Decimal') return roundHalfAway(value, 4);
  return value;
}

export function roundHalfAway(value: number, digits: number): number {
  const scale = 10 ** digits;
  const scaled = Math.abs(value) * scale;
  // What is a half but for the last bits of a double is a half.
  const rounded = Math.floor(Number((scaled + 0.5).toPrecision(15)));
  return (Math.sign(value) * rounded) / scale;
}

/** A cell of an engine's answer as a value. */
export function cellOf(cell: unknown): Value {
  if (cell === null || typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean') return cell;
  if (typeof cell === 'bigint') return Number(cell);
  throw new Error(`an answer holds a ${typeof cell}`);
}

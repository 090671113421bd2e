import type { BoundScalar } from '../bound.ts';
import type { Expression, NumberLiteral, Span } from '../syntax.ts';
import { wholeNumber } from './build.ts';
import { type Env, report } from './environment.ts';
import { fold } from './model-index.ts';

/** A number without point and exponent is a whole number while it fits into 64 bits; any other is a double. */
export function numberConstant({ text: digits, isInteger }: NumberLiteral): BoundScalar {
  const value = Number(digits);
  if (!isInteger) return { kind: 'constant', type: 'Double', value };
  if (Number.isSafeInteger(value)) return wholeNumber(value);
  const isInt64 = BigInt(digits) < 2n ** 63n;
  return isInt64 ? { kind: 'constant', type: 'Int64', value: digits } : { kind: 'constant', type: 'Double', value };
}

export function dateConstant(expression: Extract<Expression, { kind: 'dateTime' }>, env: Env): BoundScalar {
  const value = dateOfText(expression.value);
  if (value !== undefined) return { kind: 'constant', type: 'DateTime', value };
  const message = `"${expression.value}" is no date: write dt"2024-02-29" or dt"2024-02-29T12:30:00".`;
  return report(env, 'argument-invalid', expression.span, message);
}

const DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2}))?)?$/;

/** `2024-02-29T00:00:00` of a date in that order of parts, with or without a time; `undefined` for any other text. */
export function dateOfText(written: string): string | undefined {
  const [whole, year, month, day, hour, minute, second] = DATE.exec(written.trim()) ?? [];
  if (whole === undefined) return undefined;
  const two = (part: string | undefined) => (part ?? '0').padStart(2, '0');
  const value = `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}`;
  const date = new Date(`${value}Z`);
  return Number.isNaN(date.getTime()) || !date.toISOString().startsWith(value) ? undefined : value;
}

/** The value of `@name` that came with the query, or a problem. */
export function parameterValue({ name, span }: { readonly name: string; readonly span: Span }, env: Env): BoundScalar {
  const value = env.session.parameters.get(fold(name));
  if (value !== undefined) return { kind: 'constant', ...value };
  return report(env, 'parameter-unknown', span, `The query has no value for its parameter @${name}.`);
}

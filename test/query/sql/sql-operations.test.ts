import { describe, expect, test } from 'vitest';
import type { DaxType } from '../../../shared/dax/bound.ts';
import { factsOf, OPERATIONS, type OperationName } from '../../../shared/dax/operations.ts';
import { duckdbSql } from '../../../shared/query/sql/duckdb-sql.ts';
import { printOperation } from '../../../shared/query/sql/print-operation.ts';
import { ask } from '../../dax/scalar-answer.ts';
import { OPERATION_SAMPLES, type OperationSample } from './operation-samples.ts';

const NAMES = Object.keys(OPERATIONS).filter((name): name is OperationName => Object.hasOwn(OPERATIONS, name));

/** The operation over columns `a0`, `a1`, … of these types. */
function printed(name: OperationName, { args, type }: OperationSample) {
  const columns = args.map(([argType], index) => ({ sql: `t.a${index}`, type: argType }));
  return printOperation(duckdbSql, name, columns, type);
}

/** Its value over one row, the arguments at `blanks` being blank. */
async function valueWith(name: OperationName, sample: OperationSample, blanks: readonly number[]): Promise<unknown> {
  const cell = ([type, sql]: readonly [DaxType, string], index: number) => {
    const value = blanks.includes(index) ? duckdbSql.blank(type) : `CAST(${sql} AS ${duckdbSql.typeName(type)})`;
    return `${value} AS a${index}`;
  };
  const row = `WITH t AS MATERIALIZED (SELECT ${['0 AS a', ...sample.args.map(cell)].join(', ')})`;
  const { sql, type } = printed(name, sample);
  const [value] = await ask(`${row} SELECT to_json(${duckdbSql.answerValue(sql, type)}) FROM t`);
  return value;
}

test('every operation has this SQL', async () => {
  const lines = NAMES.map((name) => {
    const sample = OPERATION_SAMPLES[name];
    return `${name}(${sample.args.map(([type]) => type).join(', ')}): ${sample.type}\n  ${printed(name, sample).sql}\n`;
  });
  await expect(lines.join('\n')).toMatchFileSnapshot('golden/duckdb-operations.txt');
});

describe('the facts of an operation hold in DuckDB', () => {
  test.each(NAMES)('%s', async (name) => {
    const sample = OPERATION_SAMPLES[name];
    const { blank, isNeverBlank, canFail } = factsOf(name);
    const all = sample.args.map((_, index) => index);
    if (name !== 'error') expect(await valueWith(name, sample, []), 'of its sample').not.toBeNull();
    if (blank === 'any') for (const index of all) expect(await valueWith(name, sample, [index])).toBeNull();
    if (blank === 'first') expect(await valueWith(name, sample, [0])).toBeNull();
    if (blank === 'all') expect(await valueWith(name, sample, all)).toBeNull();
    if (isNeverBlank === true && canFail !== true) expect(await valueWith(name, sample, all)).not.toBeNull();
  });
});

test('a value known to be there makes the result known to be there', () => {
  const there = { sql: 'x', type: 'Int64', isNeverBlank: true } as const;
  const perhaps = { sql: 'y', type: 'Int64' } as const;
  const of = (name: OperationName, ...args: readonly (typeof there | typeof perhaps)[]) =>
    printOperation(duckdbSql, name, args, 'Int64').isNeverBlank;
  expect(of('add', there, perhaps)).toBe(true);
  expect(of('add', perhaps, perhaps)).toBe(false);
  expect(of('if', perhaps, there, there)).toBe(true);
  expect(of('if', there, there)).toBe(false);
  expect(of('multiply', there, there)).toBe(false);
});

test('what cannot fail is known not to', () => {
  const failing = { sql: 'x', type: 'Int64', canFail: true } as const;
  const sound = { sql: 'y', type: 'Int64' } as const;
  const of = (name: OperationName, ...args: readonly (typeof failing | typeof sound)[]) =>
    printOperation(duckdbSql, name, args, 'Int64').canFail;
  expect(of('ifError', failing, sound)).toBe(false);
  expect(of('ifError', sound, failing)).toBe(true);
  expect(of('isError', failing)).toBe(false);
  expect(of('if', sound, failing)).toBe(true);
  expect(of('length', sound)).toBe(false);
});

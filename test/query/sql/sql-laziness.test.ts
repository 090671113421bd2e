import { describe, expect, test } from 'vitest';
import { duckdbSql } from '../../../shared/query/sql/duckdb-sql.ts';
import { printCondition, printOperation } from '../../../shared/query/sql/print-operation.ts';
import type { SqlArg } from '../../../shared/query/sql/sql-dialect.ts';
import { ask, printScalar } from '../../dax/scalar-answer.ts';
import { bindText } from '../../dax/scalar-binder.ts';

/** Expressions side by side over a row that holds their constants, each once, so that like expressions are one to the engine. */
async function together(...expressions: readonly string[]): Promise<unknown> {
  const columns: string[] = [];
  const items = expressions.map((expression) => {
    const bound = bindText(expression);
    const { constants } = printScalar(bound);
    const { sql } = printScalar(bound, (position, type) => {
      const value = constants[position - 1]?.value;
      const cell = `CAST(${typeof value === 'string' ? `'${value}'` : value} AS ${duckdbSql.typeName(type)})`;
      if (!columns.includes(cell)) columns.push(cell);
      return `k.c${columns.indexOf(cell)}`;
    });
    return `to_json(${duckdbSql.answerValue(sql, bound.type)})`;
  });
  const table = `SELECT ${columns.map((cell, index) => `${cell} AS c${index}`).join(', ')}`;
  const [row] = await ask(`WITH k AS MATERIALIZED (${table}) SELECT to_json([${items.join(', ')}]) FROM k`);
  return row;
}

// DuckDB computes what it finds twice in one projection for every row, ahead of TRY, AND, OR and COALESCE.
describe('an error that several expressions share fires in none that catches or skips it', () => {
  test.each([
    ['VALUE ( "a" )'],
    ['SQRT ( VALUE ( "-1" ) )'],
    ['MOD ( 5, 0 )'],
    ['INT ( "a" ) + 1'],
    ['DAY ( "x" )'],
    ['LEFT ( "x", -1 )'],
    ['UNICHAR ( 0 )'],
    ['LN ( 0 )'],
    ['LCM ( 5, INT ( "a" ) )'],
  ])('%s', async (failing) => {
    const caught = await together(
      `IFERROR ( ${failing}, BLANK () )`,
      `IFERROR ( ${failing}, BLANK () )`,
      `ISERROR ( ${failing} )`,
    );
    expect(caught).toEqual([null, null, true]);
  });

  test('in branches, conditions and COALESCE', async () => {
    const skipped = await together(
      'IF ( LEN ( "a" ) = 2, VALUE ( "b" ), 5 )',
      'IF ( LEN ( "a" ) = 2, VALUE ( "b" ), 5 )',
      'IF ( LEN ( "a" ) = 2 && VALUE ( "a" ) = 1, 1, 5 )',
      'IF ( LEN ( "a" ) = 1 || VALUE ( "a" ) = 1, 1, 5 )',
      'COALESCE ( LEN ( "a" ), VALUE ( "a" ) )',
      'COALESCE ( LEN ( "a" ), VALUE ( "a" ) )',
      'SEARCH ( "a", "a" )',
      'SEARCH ( "a", "a" )',
      'IF ( ISERROR ( VALUE ( "a" ) ), 7, VALUE ( "a" ) )',
    );
    expect(skipped).toEqual([5, 5, 5, 1, 1, 1, 1, 1, 7]);
  });
});

describe('a condition needs no guard against blanks', () => {
  const column = (sql: string): SqlArg => ({ sql, type: 'Int64' });
  const constant: SqlArg = { sql: '$1', type: 'Int64', isNeverBlank: true };

  test('and is as short as the engine allows', () => {
    const left = printCondition(duckdbSql, 'strictEqual', [column('a'), constant]);
    const right = printCondition(duckdbSql, 'strictGreater', [column('b'), constant]);
    expect(printCondition(duckdbSql, 'and', [left, right]).sql).toBe('((a = $1) AND (b > $1))');
    expect(printCondition(duckdbSql, 'or', [left, right]).sql).toBe('((a = $1) OR (b > $1))');
  });

  test('what can fail stays behind what comes first', () => {
    const failing: SqlArg = { sql: 'f', type: 'Boolean', canFail: true };
    expect(printCondition(duckdbSql, 'and', [column('a'), failing]).sql).toMatch(/^CASE WHEN/);
    expect(printOperation(duckdbSql, 'or', [column('a'), failing], 'Boolean').sql).toMatch(/^CASE WHEN/);
  });
});

describe('the dialect', () => {
  test('quotes names, binds constants, and writes a message of its own as one text', async () => {
    expect(duckdbSql.quoteIdentifier('a"b')).toBe('"a""b"');
    expect(duckdbSql.constant(3, 'Decimal')).toBe('CAST($3 AS DECIMAL(18,4))');
    await expect(ask(`SELECT to_json(${duckdbSql.error("It's bad.", 'DateTime')})`)).rejects.toThrow("!dax It's bad.");
  });

  test.each(['Int64', 'Double', 'Decimal', 'String', 'Boolean', 'DateTime', 'Blank', 'Variant'] as const)(
    'an error and a blank have the type %s',
    async (type) => {
      const either = `CASE WHEN k.c = 1 THEN ${duckdbSql.error('no', type)} ELSE ${duckdbSql.blank(type)} END`;
      const typed = `SELECT to_json(typeof(${either})) FROM (SELECT * FROM range(2, 4) AS k(c)) AS k`;
      expect(await ask(typed)).toEqual(
        [...Array(2)].map(() => expect.stringContaining(duckdbSql.typeName(type).slice(0, 5))),
      );
    },
  );

  test('text is compared without case and ordered with accents beside their letters', async () => {
    expect(await ask(`SELECT to_json(${duckdbSql.textEquals(`'Ä'`, `'ä'`)})`)).toEqual([true]);
    const order = duckdbSql.textOrder('w').join(', ');
    const words = `(VALUES ('zebra'), ('Éclair'), ('eagle'), ('Zoo'), ('east'), ('fox')) AS t(w)`;
    expect(
      await ask(`SELECT to_json(list(w ORDER BY ${order.split(', ')[0]}, ${order.split(', ')[1]})) FROM ${words}`),
    ).toEqual([['eagle', 'east', 'Éclair', 'fox', 'zebra', 'Zoo']]);
  });
});

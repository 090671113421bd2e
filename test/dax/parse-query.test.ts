import { describe, expect, test } from 'vitest';
import { parseQuery } from '../../shared/dax/parse-query.ts';
import { printExpression } from '../../shared/dax/print-expression.ts';

function parsed(text: string) {
  const result = parseQuery(text);
  if (result.kind === 'problems') throw new Error(result.problems.map(({ message }) => message).join('\n'));
  return result.tree;
}

const evaluates = (text: string) =>
  parsed(text).evaluates.map(({ table, orderBy, startAt }) => ({
    table: printExpression(table),
    orderBy: orderBy.map(({ by, direction }) => `${printExpression(by)} ${direction}`),
    startAt: startAt.map(printExpression),
  }));
const definitions = (text: string) =>
  parsed(text).definitions.map((definition) => {
    const table = 'table' in definition ? `${definition.table.name} ` : '';
    return `${definition.kind} ${table}${definition.name.name} = ${printExpression(definition.value)}`;
  });
const problemsOf = (text: string) => {
  const result = parseQuery(text);
  return result.kind === 'parsed' ? [] : result.problems.map(({ code, message }) => `${code}: ${message}`);
};

describe('EVALUATE', () => {
  test('several, each with its own order', () => {
    expect(evaluates('evaluate A order by A[x] desc, [y] asc, [z] EVALUATE B')).toEqual([
      { table: 'A', orderBy: ['A[x] descending', '[y] ascending', '[z] ascending'], startAt: [] },
      { table: 'B', orderBy: [], startAt: [] },
    ]);
  });

  test('START AT takes values and parameters, no more than ORDER BY has expressions', () => {
    expect(evaluates('EVALUATE A ORDER BY [x], [y] START AT "a", @b')[0]?.startAt).toEqual(['"a"', '@b']);
    expect(evaluates('EVALUATE A ORDER BY [x], [y] START AT "a"')[0]?.startAt).toEqual(['"a"']);
    expect(problemsOf('EVALUATE A ORDER BY [x] START AT 1, 2')[0]).toMatch(/^unexpected: START AT .* 2 for 1/);
    expect(problemsOf('EVALUATE A START AT 1')).toHaveLength(1);
  });

  test('tables called Order and Start need no quotes', () => {
    expect(evaluates('EVALUATE Order ORDER BY Order[x]')[0]).toMatchObject({
      table: 'Order',
      orderBy: ["'Order'[x] ascending"],
    });
    expect(evaluates('EVALUATE Start')[0]?.table).toBe('Start');
    expect(problemsOf('EVALUATE T ORDER [x]')[0]).toContain('found ORDER');
  });
});

describe('DEFINE', () => {
  test('measures, variables, tables and columns', () => {
    expect(
      definitions(`DEFINE
        MEASURE Sales[a] = VAR x = 1 RETURN x
        MEASURE 'Sales'[b] = [a] + 1
        VAR v = Measure
        TABLE T = { 1 }
        TABLE 'My Table' = T
        COLUMN T[c] = T[Value] * 2
        EVALUATE T`),
    ).toEqual([
      'measure Sales a = VAR x = 1 RETURN x',
      'measure Sales b = [a] + 1',
      'var v = Measure',
      'table T = {1}',
      'table My Table = T',
      'column T c = T[Value] * 2',
    ]);
  });

  test.each([
    ['FUNCTION', 'DEFINE FUNCTION f = ( x ) => x + 1 EVALUATE { f ( 1 ) }'],
    ['MPARAMETER', "DEFINE MPARAMETER 'p' = 1 EVALUATE T"],
    ['FUNCTION', 'DEFINE VAR a = 1 FUNCTION f = ( x ) => x EVALUATE T'],
  ])('%s is said not to be supported', (name, text) => {
    expect(problemsOf(text)).toEqual([`not-supported: DEFINE ${name} is not supported.`]);
  });

  test.each([
    ['DEFINE EVALUATE T', 'MEASURE, VAR, TABLE or COLUMN'],
    ['DEFINE MEASURE [a] = 1 EVALUATE T', "a table's name"],
    ['DEFINE MEASURE T = 1 EVALUATE T', 'the name of a measure'],
    ["DEFINE VAR 'a' = 1 EVALUATE T", 'the name of a variable'],
    ['DEFINE VAR a = 1 DEFINE VAR b = 2 EVALUATE T', 'a definition or EVALUATE'],
    ['DEFINE VAR a = 1', 'a definition or EVALUATE'],
    ['EVALUATE T DEFINE VAR a = 1', 'EVALUATE or the end'],
    ['', 'EVALUATE'],
    ['[Sales]', 'EVALUATE'],
  ])('%s: expected %s', (text, expected) => {
    expect(problemsOf(text)[0]).toContain('unexpected: Expected ');
    expect(problemsOf(text)[0]).toContain(expected);
  });
});

test('every EVALUATE is read, whatever is wrong with the one before', () => {
  expect(problemsOf('EVALUATE F ( 1 EVALUATE T x EVALUATE { 1 2 }').map((problem) => problem.split(':')[0])).toEqual([
    'bracket-unclosed',
    'unexpected',
    'comma-missing',
  ]);
});

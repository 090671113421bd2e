import { describe, expect, test } from 'vitest';
import { hasCode, isFault } from '../../shared/domain/faults.ts';
import type { SemanticModel } from '../../shared/model/semantic-model.ts';
import { aggregationFormat } from '../../shared/query/aggregation-rules.ts';
import { editDistance, nearestName } from '../../shared/query/nearest-name.ts';
import type { Question, Selection } from '../../shared/query/question.ts';
import { resolveQuestion } from '../../shared/query/resolve-question.ts';
import { NO_RULES, type SecurityRules } from '../../shared/query/security-rules.ts';
import { column, measure, question, table } from './model-file.ts';

const people: SemanticModel = {
  tables: [
    table(
      'People',
      [column('Name', 'String'), column('Salary', 'Int64'), column('Born', 'DateTime'), column('Active', 'Boolean')],
      [
        measure('Payroll', { kind: 'aggregate', aggregation: 'sum', column: 'Salary' }),
        measure('Broken', { kind: 'aggregate', aggregation: 'sum', column: 'Gone' }),
        measure('Twisted', {
          kind: 'subtract',
          left: { kind: 'rows' },
          right: { kind: 'aggregate', aggregation: 'min', column: 'Name' },
        }),
      ],
    ),
    table('Places', [column('Name', 'String')]),
  ],
};

const name: Selection = { kind: 'group', field: { table: 'People', field: 'Name' }, as: 'name' };
const of = (field: string) => ({ table: 'People', field });

function faultOf(asked: Partial<Question>, rules: SecurityRules = NO_RULES) {
  try {
    resolveQuestion(people, question(asked), rules);
  } catch (thrown) {
    if (isFault(thrown)) return { code: thrown.code, ...thrown.detail };
    throw thrown;
  }
  return undefined;
}

describe('names', () => {
  test('are bound without regard to case', () => {
    const { plan } = resolveQuestion(
      people,
      question({ select: [{ ...name, field: { table: 'PEOPLE', field: 'nAME' } }] }),
      NO_RULES,
    );
    expect(plan.groups).toEqual([{ key: { kind: 'column', table: 0, column: 0, type: 'String' } }]);
  });

  test.each([
    ['a near one is suggested', { ...name, field: of('Nmae') }, { field: 'People[Nmae]', near: 'People[Name]' }],
    ['a far one is not', { ...name, field: of('Zzzzzz') }, { field: 'People[Zzzzzz]' }],
    ['a table likewise', { ...name, field: { table: 'Peopel', field: 'Name' } }, { field: 'Peopel', near: 'People' }],
    ['a measure is no column', { ...name, field: of('Payroll') }, { field: 'People[Payroll]' }],
    ['a column is no measure', { kind: 'measure', field: of('Salary'), as: 'x' }, { field: 'People[Salary]' }],
    ['nothing of JavaScript is a name', { ...name, field: of('__proto__') }, { field: 'People[__proto__]' }],
  ] as [string, Selection, object][])('%s', (_, selection, expected) => {
    expect(faultOf({ select: [selection] })).toEqual({ code: 'field-unknown', ...expected });
  });

  test('the distance counts a swap as one', () => {
    expect([editDistance('abc', 'acb'), editDistance('', 'ab'), editDistance('kitten', 'sitting')]).toEqual([1, 2, 3]);
    expect(nearestName('x'.repeat(100_000), ['x'.repeat(99_999)])).toBe('x'.repeat(99_999));
  });
});

describe('questions that make no sense are refused with a sentence', () => {
  test.each<[string, Partial<Question>]>([
    ['Select at least one field.', {}],
    ['The limit must be a whole number from 1 to 100000, not 0.', { select: [name], limit: 0 }],
    ['The limit must be a whole number from 1 to 100000, not 100001.', { select: [name], limit: 100_001 }],
    ['The limit must be a whole number from 1 to 100000, not NaN.', { select: [name], limit: Number.NaN }],
    ["Two selected fields are named 'name': each `as` must be unique.", { select: [name, name] }],
    ['Each selected field needs a name in `as`.', { select: [{ ...name, as: '' }] }],
    ["The order names 'x', which is not selected.", { select: [name], orderBy: [{ as: 'x', direction: 'ascending' }] }],
    [
      'People[Name] holds String values, which have no sum.',
      { select: [{ kind: 'aggregate', aggregation: 'sum', field: of('Name'), as: 'x' }] },
    ],
    [
      'People[Active] holds Boolean values, which have no max.',
      { select: [{ kind: 'aggregate', aggregation: 'max', field: of('Active'), as: 'x' }] },
    ],
    [
      'People[Name] holds String values: only dates have a month.',
      { select: [{ kind: 'group', field: of('Name'), grain: 'month', as: 'x' }] },
    ],
    [
      "The measure 'Broken' cannot be computed: it reads the column 'Gone', which is not there.",
      { select: [{ kind: 'measure', field: of('Broken'), as: 'x' }] },
    ],
    [
      "The measure 'Twisted' cannot be computed: it subtracts what is no number.",
      { select: [{ kind: 'measure', field: of('Twisted'), as: 'x' }] },
    ],
    [
      "Fields of one table can be asked together, not of 'People', 'Places': the model has no relationships.",
      { select: [name, { kind: 'group', field: { table: 'Places', field: 'Name' }, as: 'place' }] },
    ],
    [
      'A filter on People[Salary] needs a whole number, not "12x".',
      { select: [name], filters: [{ kind: 'in', field: of('Salary'), values: [1, '12x'] }] },
    ],
    [
      'A filter on People[Salary] needs a whole number, not 1.5.',
      { select: [name], filters: [{ kind: 'in', field: of('Salary'), values: [1.5] }] },
    ],
    [
      'A filter on People[Salary] needs a whole number, not "9223372036854775808".',
      { select: [name], filters: [{ kind: 'in', field: of('Salary'), values: ['9223372036854775808'] }] },
    ],
    [
      'A filter on People[Active] needs true or false, not 1.',
      { select: [name], filters: [{ kind: 'in', field: of('Active'), values: [1] }] },
    ],
    [
      'A filter on People[Born] needs a date such as 2024-01-31 or 2024-01-31T08:30:00, not "2023-02-29".',
      { select: [name], filters: [{ kind: 'in', field: of('Born'), values: ['2023-02-29'] }] },
    ],
    [
      'A filter on People[Born] needs a date such as 2024-01-31 or 2024-01-31T08:30:00, not "2024-01-01T00:00:00Z".',
      { select: [name], filters: [{ kind: 'between', field: of('Born'), from: '2024-01-01T00:00:00Z' }] },
    ],
    [
      'People[Name] holds String values: a range needs numbers or dates.',
      { select: [name], filters: [{ kind: 'between', field: of('Name'), from: 'a' }] },
    ],
    [
      'The range of People[Salary] needs a from, a to or a before.',
      { select: [name], filters: [{ kind: 'between', field: of('Salary') }] },
    ],
    [
      'People[Salary] holds Int64 values: only text can be searched.',
      { select: [name], filters: [{ kind: 'contains', field: of('Salary'), text: 'a' }] },
    ],
    [
      'The search in People[Name] needs at least one character.',
      { select: [name], filters: [{ kind: 'contains', field: of('Name'), text: '' }] },
    ],
  ])('%s', (what, asked) => {
    expect(faultOf(asked)).toEqual({ code: 'question-invalid', what });
  });

  test('too many filter values are refused', () => {
    const values = Array.from({ length: 10_001 }, (_, index) => index);
    expect(faultOf({ select: [name], filters: [{ kind: 'in', field: of('Salary'), values }] })).toMatchObject({
      code: 'question-invalid',
    });
  });

  test('several reasons are given at once', () => {
    const asked = question({
      select: [{ ...name, field: of('Nmae') }],
      limit: 0,
      orderBy: [{ as: 'x', direction: 'ascending' }],
    });
    try {
      resolveQuestion(people, asked, NO_RULES);
      expect.unreachable();
    } catch (thrown) {
      expect(hasCode(thrown, 'question-invalid') && thrown.detail.what).toBe(
        "The limit must be a whole number from 1 to 100000, not 0. There is no field People[Nmae]; did you mean People[Name]? The order names 'x', which is not selected.",
      );
    }
  });
});

describe('what is hidden from the caller', () => {
  const hiddenSalary: SecurityRules = { rowFilters: [], hiddenFields: [{ kind: 'column', table: 0, column: 1 }] };
  const hiddenPeople: SecurityRules = { rowFilters: [], hiddenFields: [{ kind: 'table', table: 0 }] };
  const withoutSalary: SemanticModel = {
    tables: people.tables.map((one) => ({
      ...one,
      columns: one.columns.filter((each) => each.name !== 'Salary'),
      measures: one.measures.filter((each) => each.name !== 'Payroll'),
    })),
  };

  const asks: [string, Partial<Question>][] = [
    ['a group', { select: [{ ...name, field: of('Salary') }] }],
    ['an aggregate', { select: [{ kind: 'aggregate', aggregation: 'count', field: of('Salary'), as: 'x' }] }],
    ['a measure over it', { select: [{ kind: 'measure', field: of('Payroll'), as: 'x' }] }],
    ['a near name', { select: [{ ...name, field: of('Salaryy') }] }],
    ['a filter', { select: [name], filters: [{ kind: 'in', field: of('Salary'), values: ['no number'] }] }],
    ['a search', { select: [name], filters: [{ kind: 'contains', field: of('Salary'), text: '' }] }],
    [
      'with other faults',
      {
        select: [
          { ...name, field: of('Salary') },
          { ...name, field: of('Bron') },
        ],
        limit: 0,
      },
    ],
  ];
  test.each(asks)('is answered as a name that was never there: %s', (_, asked) => {
    const never = () => resolveQuestion(withoutSalary, question(asked), NO_RULES);
    expect(never).toThrow();
    try {
      never();
    } catch (thrown) {
      expect(faultOf(asked, hiddenSalary)).toEqual(isFault(thrown) && { code: thrown.code, ...thrown.detail });
    }
  });

  test('a hidden table is not suggested either', () => {
    const asked = { select: [{ ...name, field: { table: 'Peopl', field: 'Name' } }] };
    expect(faultOf(asked, hiddenPeople)).toEqual({ code: 'field-unknown', field: 'Peopl' });
    expect(faultOf({ select: [name] }, hiddenPeople)).toEqual({ code: 'field-unknown', field: 'People' });
  });
});

test.each([
  ['#,0', 'average', '#,0.00'],
  ['0', 'average', '0.00'],
  ['$#,0', 'average', '$#,0.00'],
  ['#,0.0', 'average', '#,0.0'],
  ['0%', 'average', '0%'],
  ['', 'average', ''],
  ['#,0', 'sum', '#,0'],
  ['#,0.00', 'distinctCount', '#,0'],
] as const)('a column in the format "%s" has its %s in "%s"', (format, aggregation, expected) => {
  expect(aggregationFormat(aggregation, format)).toBe(expected);
});

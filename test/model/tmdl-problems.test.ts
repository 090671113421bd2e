import { describe, expect, test } from 'vitest';
import { readModelFiles } from '../../shared/model/model-files.ts';
import { problemLine } from '../../shared/model/model-problem.ts';
import { filesOf, problemsOf, SMALL, type Texts } from './tmdl-fixtures.ts';

/** A model of tables with a key and a value each, and what is written below them. */
function star(tables: string, rest: string): Texts {
  const text = tables
    .split('')
    .map((name) => `table ${name}\n\tcolumn Key\n\t\tdataType: int64\n\tcolumn Value\n\t\tdataType: string\n`)
    .join('');
  return { 'definition/x.tmdl': `${text}${rest}` };
}

/** `A>B`: filters of A reach B. `A=B`: both ways. `A-B`: inactive. */
const relations = (...words: readonly string[]): string =>
  words
    .map(([to, sign, from], index) =>
      [
        `relationship r${index}`,
        `fromColumn: ${from}.Key`,
        `toColumn: ${to}.Key`,
        ...(sign === '=' ? ['crossFilteringBehavior: bothDirections'] : []),
        ...(sign === '-' ? ['isActive: false'] : []),
      ].join('\n\t'),
    )
    .join('\n')
    .concat('\n');

const table = (lines: string): Texts => ({ 'definition/t.tmdl': `table T\n${lines}` });
const role = (lines: string): string => `role R\n\tmodelPermission: read\n${lines}`;

const codes = (texts: Texts): readonly string[] => problemsOf(texts).map(({ code }) => code);

test('a problem says what, where and what to do', () => {
  const texts = { ...SMALL, 'definition/extra.tmdl': "table Sales\n\n\tmeasure 'margin %' = 2\n" };
  const [problem] = problemsOf(texts).map(problemLine);
  expect(problem).toBe(
    "definition/extra.tmdl:3: table Sales, measure 'margin %': the model already has measure 'Margin %' (definition/tables/Sales.tmdl:5). Rename one measure.",
  );
});

describe('names', () => {
  test.each([
    ['tables in any casing', { 'x.tmdl': 'table A\n', 'y.bim': '', 'z.tmdl': 'role a\nrole A\n' }, []],
    ['columns', table('\tcolumn A\n\tcolumn a\n'), ['name-duplicate']],
    [
      'measures of two tables',
      { 'x.tmdl': 'table A\n\tmeasure M = 1\ntable B\n\tmeasure m = 1\n' },
      ['name-duplicate'],
    ],
    ['a measure and a column of its table', table('\tcolumn A\n\tmeasure a = 1\n'), ['name-duplicate']],
    ['a measure and a column of another table', { 'x.tmdl': 'table A\n\tcolumn M\ntable B\n\tmeasure m = 1\n' }, []],
    [
      'levels',
      table('\tcolumn A\n\thierarchy H\n\t\tlevel L\n\t\t\tcolumn: A\n\t\tlevel l\n\t\t\tcolumn: A\n'),
      ['name-duplicate'],
    ],
    ['members of a role', star('A', role('\tmember x@y\n\tmember X@Y\n')), ['role-member-duplicate']],
    ['no name', table('\tcolumn\n\t\tdataType: string\n'), ['name-missing']],
  ])('%s', (_, texts, expected) => {
    expect(codes(texts)).toEqual(expected);
  });

  test('tables of a model.bim', () => {
    expect(codes({ 'model.bim': '{"model":{"tables":[{"name":"A"},{"name":"a"}]}}' })).toEqual(['name-duplicate']);
  });
});

describe('references', () => {
  test.each([
    [
      'an end of a relationship',
      star('A', 'relationship r\n\tfromColumn: A.Key\n\ttoColumn: B.Key\n'),
      "There is no table 'B'.",
    ],
    [
      'its column',
      star('AB', 'relationship r\n\tfromColumn: A.Key\n\ttoColumn: B.No\n'),
      "Table 'B' has no column 'No'.",
    ],
    ['sort by', table('\tcolumn A\n\t\tsortByColumn: B\n'), "There is no column 'B' in this table."],
    [
      'a level',
      table('\tcolumn A\n\thierarchy H\n\t\tlevel L\n\t\t\tcolumn: B\n'),
      "There is no column 'B' in this table.",
    ],
    ['a table of a role', star('A', role('\ttablePermission B = TRUE ()\n')), "There is no table 'B'."],
    [
      'a column of a role',
      star('A', role('\ttablePermission A\n\t\tcolumnPermission X = none\n')),
      "Table 'A' has no column 'X'.",
    ],
  ])('%s', (_, texts, what) => {
    expect(problemsOf(texts)).toMatchObject([{ code: 'reference-unknown', what }]);
  });

  test.each([
    ['a word', table('\tcolumn A\n\t\tdataType: text\n'), 'dataType'],
    ['a flag', table('\tcolumn A\n\t\tisHidden: maybe\n'), 'isHidden'],
    [
      'a number',
      table('\tcalculationGroup\n\t\tprecedence: first\n\t\tcalculationItem I = 1\n\tcolumn N\n'),
      'precedence',
    ],
  ])('%s that it may not have', (_, texts, property) => {
    const [problem] = problemsOf(texts);
    expect([problem?.code, problem?.what.includes(`'${property}'`), problem?.line]).toEqual(['word-unknown', true, 3]);
  });
});

describe('relationships', () => {
  test.each([
    ['a star', 'ABCF', ['A>F', 'B>F', 'C>F'], []],
    ['a bridge that filters both ways', 'ABCF', ['A>B', 'B=C', 'C>F'].slice(0, 2), []],
    ['two facts that share', 'ABFG', ['A>F', 'A>G', 'B>F', 'B>G'], []],
    ['a second way that is inactive', 'ABF', ['A>B', 'B>F', 'A-F'], []],
    ['two active between two tables', 'AF', ['A>F', 'A>F'], ['relationship-ambiguous']],
    ['two ways down', 'ABF', ['A>B', 'B>F', 'A>F'], ['relationship-ambiguous']],
    ['a way over a table that filters both ways', 'ABFG', ['A=F', 'B=F', 'A>G', 'B>G'], ['relationship-ambiguous']],
    ['a ring of both ways', 'ABC', ['A=B', 'B=C', 'C=A'], ['relationship-cycle']],
    ['a ring one way', 'ABC', ['A>B', 'B>C', 'C>A'], ['relationship-ambiguous']],
    ['a table with itself', 'A', ['A>A'], ['relationship-types']],
  ])('%s', (_, tables, words, expected) => {
    expect([...new Set(codes(star(tables, relations(...words))))]).toEqual(expected);
  });

  test('types that cannot be equal', () => {
    const texts = star('AB', 'relationship r\n\tfromColumn: A.Key\n\ttoColumn: B.Value\n');
    expect(problemsOf(texts)).toMatchObject([
      { code: 'relationship-types', what: 'A[Key] is Int64, B[Value] is String.', object: 'relationship r' },
    ]);
  });
});

describe('columns and calculation groups', () => {
  test.each([
    ['sorted by itself', '\tcolumn A\n\t\tsortByColumn: A\n', ['sort-cycle']],
    [
      'sorted in a ring',
      '\tcolumn A\n\t\tsortByColumn: B\n\tcolumn B\n\t\tsortByColumn: A\n',
      ['sort-cycle', 'sort-cycle'],
    ],
    ['sorted in a chain', '\tcolumn A\n\t\tsortByColumn: B\n\tcolumn B\n\t\tsortByColumn: C\n\tcolumn C\n', []],
    [
      'sorted by what is in a ring',
      '\tcolumn A\n\t\tsortByColumn: B\n\tcolumn B\n\t\tsortByColumn: B\n',
      ['sort-cycle'],
    ],
    ['a group with a measure', '\tmeasure M = 1\n\tcolumn N\n\tcalculationGroup\n', ['calculation-group']],
    ['a group without a column', '\tcalculationGroup\n', ['calculation-group']],
    ['an item without an expression', '\tcolumn N\n\tcalculationGroup\n\t\tcalculationItem I\n', ['calculation-group']],
    [
      'a partition of a group that is not there',
      '\tcolumn N\n\tpartition P = calculationGroup\n',
      ['calculation-group'],
    ],
  ])('%s', (_, lines, expected) => {
    expect(codes(table(lines))).toEqual(expected);
  });
});

describe('roles', () => {
  const hidden = (...names: readonly string[]): string =>
    role(names.map((name) => `\ttablePermission ${name}\n\t\tmetadataPermission: none\n`).join(''));

  test.each([
    ['the middle of a chain is hidden (F-15)', ['A>B', 'B>C'], hidden('B'), ['role-breaks-chain']],
    ['the end of a chain is hidden', ['A>B', 'B>C'], hidden('C'), []],
    ['the start of a chain is hidden', ['A>B', 'B>C'], hidden('A'), []],
    ['the middle and the end are hidden', ['A>B', 'B>C'], hidden('B', 'C'), []],
    ['a fact between two dimensions is hidden', ['A>B', 'C>B'], hidden('B'), []],
    ['a bridge both ways is hidden', ['A>B', 'C=B'], hidden('B'), ['role-breaks-chain']],
  ])('%s', (_, words, rest, expected) => {
    expect(codes(star('ABC', relations(...words) + rest))).toEqual(expected);
  });

  test('a row filter on a calculation group', () => {
    const texts = table(`\tcolumn N\n\tcalculationGroup\n${role('\ttablePermission T = TRUE ()\n')}`);
    expect(codes(texts)).toEqual(['role-calculation-group']);
  });
});

describe('text that is no TMDL is reported at its line, once', () => {
  test.each([
    ['no form of TMDL', 'table T\n\n\t%%%\n', 3],
    ['a name that does not end', "table T\n\tcolumn 'A\n", 2],
    ['two steps deeper', 'table T\n\t\t\tcolumn A\n', 2],
    ['a fence that does not end', 'table T\n\tmeasure M = ```\n', 2],
  ])('%s', (_, text, line) => {
    const { problems } = readModelFiles(filesOf({ 'x.tmdl': text }));
    expect(problems).toMatchObject([{ code: 'syntax', file: 'x.tmdl', line }]);
  });

  test('nothing at all is no model', () => {
    expect(problemsOf({})).toMatchObject([{ code: 'model-missing' }]);
  });
});

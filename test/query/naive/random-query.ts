import fc from 'fast-check';
import type { TabularModel } from '../../../shared/model/tabular-model.ts';
import { changeOf, conditionOf, numberOf, tableOf } from './random-expression.ts';
import { columnOf, join, reachedOf, someOf, type Words, wordsOf } from './random-words.ts';

/**
 * Random DAX over the tables of a random model: measures that call one another, iterators within iterators, filters
 * that add, replace, keep and remove. Every text binds, and every measure is a number.
 */
export function randomQuery(model: TabularModel): fc.Arbitrary<string> {
  return fc.oneof(queryOf(wordsOf(model, true)), queryOf(wordsOf(model, false)));
}

function queryOf(words: Words): fc.Arbitrary<string> {
  const evaluate = words.isVisual ? visualOf(words) : tableQueryOf(words);
  return fc
    .record({ first: numberOf(words, 2), second: fc.option(numberOf(words, 1)), evaluate })
    .map(({ first, second, evaluate: table }) =>
      [
        'DEFINE',
        `  MEASURE Sales[m1] = ${first}`,
        `  MEASURE Sales[m2] = ${second === null ? 'SUM(Sales[Amount])' : `[m1] + ${second}`}`,
        `EVALUATE ${table}`,
      ].join('\n'),
    );
}

function tableQueryOf(words: Words): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 4, arbitrary: rowsOf(words) },
    { weight: 2, arbitrary: groupsOf(words) },
    { weight: 1, arbitrary: windowsOf(words) },
    { weight: 1, arbitrary: fc.constantFrom(...SCALARS) },
  );
}

function measureOf(words: Words): fc.Arbitrary<string> {
  return fc.oneof(fc.constantFrom('[m1]', '[m2]'), numberOf(words, 2));
}

/** What a visual asks: groups, perhaps with subtotals, under slicers. */
function visualOf(words: Words): fc.Arbitrary<string> {
  const value = measureOf(words);
  const share = columnOf(words).map(({ name }) => `DIVIDE([m1], CALCULATE([m1], ALLSELECTED(${name})))`);
  const level = columnOf(words).map(({ name }) => `IF(ISINSCOPE(${name}), [m1], 1)`);
  const slicer = fc.oneof(
    columnOf(words).chain((column) => join(', TREATAS(', someOf(column), `, ${column.name})`)),
    columnOf(words).chain(({ name }) => join(`, FILTER(ALL(${name}), `, conditionOf(words, 1), ')')),
    fc.constant(''),
  );
  const groups = fc.uniqueArray(columnOf(words), { minLength: 1, maxLength: 2, selector: ({ name }) => name });
  return groups.chain((list) => {
    const names = list.map(({ name }) => name);
    const totals = `ROLLUPADDISSUBTOTAL(${names.map((name, place) => `${name}, "t${place}"`).join(', ')})`;
    const values = join(', "a", ', value, ', "b", ', fc.oneof(value, share, level));
    const visual = join(`SUMMARIZECOLUMNS(${names.join(', ')}`, slicer, values, ')');
    return fc.oneof(
      { weight: 3, arbitrary: visual },
      { weight: 2, arbitrary: join(`SUMMARIZECOLUMNS(${totals}`, slicer, values, ')') },
      { weight: 1, arbitrary: join('CALCULATETABLE(', visual, ', ', changeOf(words, 1), ')') },
      { weight: 1, arbitrary: join('FILTER(', visual, ', [a] > 1)') },
      { weight: 1, arbitrary: join('TOPN(2, ', visual, ', [a], DESC)') },
    );
  });
}

/** Values beside the rows of a table. */
function rowsOf(words: Words): fc.Arbitrary<string> {
  const value = measureOf(words);
  return fc.oneof(
    { weight: 2, arbitrary: join('ROW("a", ', value, ', "b", ', value, ')') },
    { weight: 3, arbitrary: join('ADDCOLUMNS(', tableOf(words, 1), ', "a", ', value, ', "b", [m2])') },
    {
      weight: 1,
      arbitrary: join('VAR t = ', tableOf(words, 1), ' RETURN ADDCOLUMNS(t, "a", COUNTROWS(t), "b", ', value, ')'),
    },
    {
      weight: 1,
      arbitrary: join(
        'CALCULATETABLE(ADDCOLUMNS(',
        tableOf(words, 0),
        ', "a", ',
        value,
        '), ',
        changeOf(words, 1),
        ')',
      ),
    },
    {
      weight: 1,
      arbitrary: join('GENERATE(VALUES(Product[Color]), TOPN(1, CALCULATETABLE(VALUES(Sales[Channel])), ', value, '))'),
    },
    {
      weight: 1,
      arbitrary: join(
        'NATURALLEFTOUTERJOIN(VALUES(Product[Color]), ADDCOLUMNS(SUMMARIZE(Sales, Product[Color], Sales[Channel]), "a", ',
        value,
        '))',
      ),
    },
  );
}

function groupsOf(words: Words): fc.Arbitrary<string> {
  const value = measureOf(words);
  return fc.oneof(
    join(
      'GROUPBY(ADDCOLUMNS(SUMMARIZE(Sales, Product[Color], Sales[Channel]), "x", ',
      value,
      '), Product[Color], "n", SUMX(CURRENTGROUP(), [x]), "m", MAXX(CURRENTGROUP(), [x]))',
    ),
    reachedOf(words).chain(({ name }) => join(`SUMMARIZE(Sales, ${name}, "a", `, value, ')')),
    columnOf(words).chain(({ name }) =>
      join(
        `ADDCOLUMNS(VALUES(${name}), "a", CALCULATE(CONCATENATEX(VALUES(Sales[Channel]), Sales[Channel], "|", Sales[Channel], ASC), `,
        changeOf(words, 0),
        '))',
      ),
    ),
  );
}

/** Windows over rows that differ in what orders them. */
function windowsOf(words: Words): fc.Arbitrary<string> {
  const order = fc.constantFrom('ORDERBY(Product[Color])', 'ORDERBY(Product[Color], DESC)');
  const table = fc.constantFrom('ALL(Product[Color])', 'VALUES(Product[Color])');
  const window = fc.oneof(
    join('OFFSET(', fc.constantFrom('-1', '1', '0'), ', ', table, ', ', order, ')'),
    join('INDEX(', fc.constantFrom('1', '-1', '2'), ', ', table, ', ', order, ')'),
    join(
      'WINDOW(',
      fc.constantFrom('-1, REL, 0, REL', '1, ABS, 0, REL', '0, REL, -1, ABS'),
      ', ',
      table,
      ', ',
      order,
      ')',
    ),
  );
  return fc.oneof(
    join('ADDCOLUMNS(VALUES(Product[Color]), "a", CALCULATE(', measureOf(words), ', ', window, '))'),
    join('ADDCOLUMNS(VALUES(Product[Color]), "a", COUNTROWS(', window, '), "b", ROWNUMBER(', table, ', ', order, '))'),
    join(
      'ADDCOLUMNS(VALUES(Product[Color]), "a", RANK(',
      fc.constantFrom('DENSE', 'SKIP'),
      ', ALL(Product[Color]), ORDERBY(CALCULATE(',
      numberOf(words, 1),
      '), DESC)))',
    ),
  );
}

/** Operations of the values of a row, blank ones among them. */
const SCALARS = [
  'SELECTCOLUMNS(Sales, "a", Sales[Quantity] + Sales[Amount], "b", Sales[Quantity] - 1, "c", Sales[Quantity] * Sales[Amount], "d", DIVIDE(Sales[Amount], Sales[Quantity]), "e", -Sales[Amount])',
  'SELECTCOLUMNS(Sales, "a", Sales[Quantity] = 0, "b", Sales[Quantity] == 0, "c", Sales[Channel] = "WEB", "d", Sales[Channel] <> "", "e", Sales[Quantity] < Sales[Amount], "f", NOT Sales[Quantity])',
  'SELECTCOLUMNS(Sales, "a", Sales[Channel] & Sales[Quantity], "b", LEN(Sales[Channel]), "c", LEFT(Sales[Channel], 2), "d", UPPER(Sales[Channel]), "e", SEARCH("b", Sales[Channel], 1, -1), "f", CONTAINSSTRING(Sales[Channel], "E"))',
  'SELECTCOLUMNS(Sales, "a", Sales[Order Day] + 1, "b", YEAR(Sales[Order Day]), "c", DATEDIFF(Sales[Order Day], Sales[Ship Day], MONTH), "d", EOMONTH(Sales[Ship Day], 1), "e", Sales[Order Day] > Sales[Ship Day], "f", WEEKDAY(Sales[Order Day], 2))',
  'SELECTCOLUMNS(Sales, "a", ROUND(Sales[Amount] / 3, 2), "b", MOD(Sales[Quantity], 2), "c", MAX(Sales[Quantity], Sales[Amount]), "d", IF(Sales[Quantity] > 1, "many"), "e", COALESCE(Sales[Amount], Sales[Quantity]), "f", ISBLANK(Sales[Channel]), "g", INT(Sales[Amount] / 2))',
  'SELECTCOLUMNS(Sales, "a", SWITCH(Sales[Quantity], 0, "none", 1, "one", "more"), "b", Sales[Channel] IN {"web", "SHOP"}, "c", Sales[Quantity] IN {0, 1}, "d", RELATED(Product[Color]), "e", ABS(Sales[Amount]), "f", FORMAT(Sales[Amount], "0.00"))',
];

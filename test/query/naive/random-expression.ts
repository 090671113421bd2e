import fc from 'fast-check';
import { columnOf, dimensionOf, join, limits, reachedOf, someOf, type Words } from './random-words.ts';

/**
 * Random expressions, which hold one another: numbers in a filter context, tables to iterate over, and what CALCULATE
 * does to the filters. `depth` says how far they nest.
 */
export function numberOf(words: Words, depth: number): fc.Arbitrary<string> {
  if (depth === 0) return plainNumber(words);
  return fc.oneof(
    { weight: 2, arbitrary: plainNumber(words) },
    { weight: 4, arbitrary: join('CALCULATE(', numberOf(words, depth - 1), ', ', changesOf(words, depth - 1), ')') },
    { weight: 3, arbitrary: iteration(words, depth - 1) },
    { weight: 3, arbitrary: combination(words, depth - 1) },
    { weight: 1, arbitrary: question(words, depth - 1) },
  );
}

const SALES = [
  'SUM(Sales[Amount])',
  'COUNTROWS(Sales)',
  'SUMX(Sales, Sales[Quantity] * Sales[Amount])',
  'SUMX(Sales, Sales[Quantity] * RELATED(Product[Price]))',
  'SUMX(FILTER(Sales, Sales[Quantity] > RELATED(Product[Price])), Sales[Amount] + 1)',
  'AVERAGE(Sales[Amount])',
  'MIN(Sales[Quantity])',
  'MAX(Sales[Amount])',
  'COUNT(Sales[Channel])',
  'COUNTBLANK(Sales[Amount])',
  'MEDIAN(Sales[Amount])',
  'ROUND(STDEV.P(Sales[Quantity]), 4)',
  'PERCENTILE.INC(Sales[Amount], 0.5)',
  'DISTINCTCOUNT(Sales[ProductKey])',
  'DISTINCTCOUNT(Sales[Channel])',
  'DISTINCTCOUNTNOBLANK(Sales[Channel])',
  'INT(MAX(Sales[Order Day]))',
  'LEN(CONCATENATEX(VALUES(Sales[Channel]), Sales[Channel], ", "))',
  'MAX(Product[Price])',
  'SELECTEDVALUE(Product[Price], -1)',
  'LOOKUPVALUE(Product[Price], Product[ProductKey], 2)',
  'SUMX(VALUES(Product[Price]), COUNTROWS(FILTER(ALL(Product[Price]), Product[Price] < EARLIER(Product[Price]))))',
  'COUNTROWS(GENERATE(VALUES(Product[Color]), CALCULATETABLE(VALUES(Sales[Channel]))))',
  'COUNTROWS(INTERSECT(VALUES(Product[Color]), ALLNOBLANKROW(Product[Color])))',
];

function plainNumber(words: Words): fc.Arbitrary<string> {
  const budget = words.tables.includes('Budget') ? ['SUM(Budget[Budget])', 'COUNTROWS(Budget)'] : [];
  const functions = ['VALUES', 'DISTINCT', 'ALL', 'ALLNOBLANKROW', ...selectedOf(words)];
  return fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...SALES, ...budget) },
    { weight: 1, arbitrary: join('COUNTROWS(', fc.constantFrom(...words.tables), ')') },
    {
      weight: 1,
      arbitrary: columnOf(words).chain(({ name }) => join('COUNTROWS(', fc.constantFrom(...functions), `(${name}))`)),
    },
  );
}

function iteration(words: Words, depth: number): fc.Arbitrary<string> {
  const inner = numberOf(words, depth);
  const iterators = fc.constantFrom('SUMX', 'AVERAGEX', 'MAXX', 'MINX', 'COUNTX', 'MEDIANX');
  return fc.oneof(
    { weight: 3, arbitrary: join(iterators, '(', tableOf(words, depth), ', CALCULATE(', inner, '))') },
    {
      weight: 2,
      arbitrary: join(
        'SUMX(',
        tableOf(words, depth),
        ', CALCULATE(CALCULATE(',
        inner,
        '), ',
        changesOf(words, depth),
        '))',
      ),
    },
    { weight: 1, arbitrary: join('SUMX(VALUES(Product[Price]), Product[Price] * CALCULATE(', inner, '))') },
    { weight: 1, arbitrary: join('COUNTROWS(', tableOf(words, depth), ')') },
    {
      weight: 1,
      arbitrary: dimensionOf(words).chain(({ name }) =>
        join(`RANKX(ALL(${name}), CALCULATE(`, inner, '), , ', fc.constantFrom('ASC', 'DESC, DENSE'), ')'),
      ),
    },
  );
}

function combination(words: Words, depth: number): fc.Arbitrary<string> {
  const [left, right] = [numberOf(words, depth), numberOf(words, 0)];
  return fc.oneof(
    join('DIVIDE(', left, ', ', right, ')'),
    join('(', left, fc.constantFrom(' + ', ' - ', ' * '), right, ')'),
    join('IF(', left, fc.constantFrom(' > ', ' <= ', ' = ', ' == ', ' <> '), limits, ', ', right, ')'),
    join('SWITCH(TRUE(), ', left, ' > 2, 1, ', right, ' > 1, 2)'),
    join('COALESCE(', left, ', ', right, ', 0)'),
    join('ROUND(', left, ', 1)'),
    join('MAX(', left, ', ', right, ')'),
    join('(VAR v = ', left, ' RETURN v + CALCULATE(v + ', right, ', ', changesOf(words, depth), '))'),
  );
}

function question(words: Words, depth: number): fc.Arbitrary<string> {
  const asked = fc.constantFrom('HASONEVALUE', 'ISFILTERED', 'ISCROSSFILTERED', 'HASONEFILTER');
  return columnOf(words).chain(({ name }) =>
    join('IF(', asked, `(${name}), `, numberOf(words, depth), ', ', plainNumber(words), ')'),
  );
}

/** ALLSELECTED where it has a meaning. */
function selectedOf({ isVisual }: Words): readonly string[] {
  return isVisual ? ['ALLSELECTED'] : [];
}

function changesOf(words: Words, depth: number): fc.Arbitrary<string> {
  return fc.array(changeOf(words, depth), { minLength: 1, maxLength: 2 }).map((list) => list.join(', '));
}

/** What CALCULATE does to the filters. */
export function changeOf(words: Words, depth: number): fc.Arbitrary<string> {
  const condition = conditionsOf(words);
  const tables = filterTables(words, depth);
  return fc.oneof(
    { weight: 4, arbitrary: condition },
    { weight: 2, arbitrary: fc.oneof(condition, tables).map((text) => `KEEPFILTERS(${text})`) },
    { weight: 3, arbitrary: removals(words) },
    { weight: 3, arbitrary: tables },
    { weight: 1, arbitrary: fc.constantFrom(...modifiersOf(words)) },
  );
}

function conditionsOf(words: Words): fc.Arbitrary<string> {
  return columnOf(words).chain((column) => {
    const value = fc.constantFrom(...column.values.filter((each) => each !== 'BLANK()'));
    return fc.oneof(
      { weight: 3, arbitrary: join(column.name, fc.constantFrom(' = ', ' <> ', ' >= ', ' < '), value) },
      { weight: 1, arbitrary: join(column.name, ' IN ', someOf(column)) },
      { weight: 1, arbitrary: join('NOT ', column.name, ' IN ', someOf(column)) },
      {
        weight: 1,
        arbitrary: fc.constantFrom('Product[Price] > 1 || Product[Color] = "red"', 'Sales[Quantity] > Sales[Amount]'),
      },
    );
  });
}

function removals(words: Words): fc.Arbitrary<string> {
  return fc.oneof(
    join(
      fc.constantFrom('ALL', 'REMOVEFILTERS', ...selectedOf(words)),
      '(',
      columnOf(words).map(({ name }) => name),
      ')',
    ),
    join(fc.constantFrom('ALL', ...selectedOf(words)), '(', fc.constantFrom('Sales', ...words.tables), ')'),
    columnOf(words).map(({ table, name }) => `ALLEXCEPT(${table}, ${name})`),
    reachedOf(words).map(({ name }) => `ALLEXCEPT(Sales, ${name})`),
    fc.constantFrom('REMOVEFILTERS()', ...selectedOf(words).map((name) => `${name}()`)),
  );
}

function filterTables(words: Words, depth: number): fc.Arbitrary<string> {
  const condition = conditionOf(words, depth);
  return fc.oneof(
    columnOf(words).map(({ name }) => `VALUES(${name})`),
    columnOf(words).chain(({ name }) =>
      join('FILTER(', fc.constantFrom('ALL', 'VALUES'), `(${name}), `, condition, ')'),
    ),
    columnOf(words).chain((column) => join('TREATAS(', someOf(column), `, ${column.name})`)),
    fc.constantFrom(
      'FILTER(Sales, Sales[Quantity] > 1)',
      'FILTER(Product, Product[Price] >= 2)',
      'Sales',
      'SUMMARIZE(Sales, Product[Color])',
      'SUMMARIZE(Sales, Product[Category], Sales[Channel])',
      'TREATAS(VALUES(Sales[ProductKey]), Product[ProductKey])',
      'TREATAS({("red", "web"), ("blue", "Shop")}, Product[Color], Sales[Channel])',
    ),
    join('TOPN(2, ALL(Product[Color]), CALCULATE(', plainNumber(words), '))'),
  );
}

function modifiersOf({ tables }: Words): readonly string[] {
  if (!tables.includes('Day')) {
    return ['BOTH', 'ONEWAY'].map((way) => `CROSSFILTER(Sales[ProductKey], Product[ProductKey], ${way})`);
  }
  return [
    'USERELATIONSHIP(Sales[Ship Day], Day[Day])',
    'DATESYTD(Day[Day])',
    'DATESMTD(Day[Day])',
    'DATEADD(Day[Day], -1, MONTH)',
    'SAMEPERIODLASTYEAR(Day[Day])',
    'PREVIOUSMONTH(Day[Day])',
    'LASTDATE(Day[Day])',
    'DATESINPERIOD(Day[Day], MAX(Day[Day]), -2, MONTH)',
  ];
}

/** A condition of a row that has become a filter. */
export function conditionOf(words: Words, depth: number): fc.Arbitrary<string> {
  const number = numberOf(words, Math.max(0, depth - 1));
  return join('CALCULATE(', number, ')', fc.constantFrom(' > ', ' < ', ' = ', ' <> '), limits);
}

/** A table to iterate over; all of its columns are the model's. */
export function tableOf(words: Words, depth: number): fc.Arbitrary<string> {
  const plain = fc.oneof(
    fc.constantFrom('Sales', ...words.tables),
    columnOf(words).chain(({ name }) =>
      join(fc.constantFrom('VALUES', 'ALL', 'DISTINCT', ...selectedOf(words)), `(${name})`),
    ),
    reachedOf(words).chain(({ name }) =>
      fc.constant(
        name === 'Sales[Channel]' ? 'SUMMARIZE(Sales, Product[Color])' : `SUMMARIZE(Sales, ${name}, Sales[Channel])`,
      ),
    ),
    fc.constantFrom(
      'CROSSJOIN(VALUES(Product[Category]), VALUES(Sales[Channel]))',
      'UNION(VALUES(Product[Color]), ALL(Product[Color]))',
      'EXCEPT(ALL(Product[Color]), VALUES(Product[Color]))',
      'VALUES(Product)',
      'DISTINCT(Product)',
      'ALL(Product)',
      'ALL(Product[Color], Product[Category])',
    ),
  );
  if (depth === 0) return plain;
  const [table, number] = [tableOf(words, depth - 1), numberOf(words, depth - 1)];
  return fc.oneof(
    { weight: 3, arbitrary: plain },
    { weight: 2, arbitrary: join('FILTER(', table, ', ', conditionOf(words, depth - 1), ')') },
    {
      weight: 1,
      arbitrary: join('TOPN(2, ', table, ', CALCULATE(', number, '), ', fc.constantFrom('ASC', 'DESC'), ')'),
    },
    { weight: 1, arbitrary: join('CALCULATETABLE(', table, ', ', changeOf(words, depth - 1), ')') },
  );
}

import { describe, expect, test } from 'vitest';
import { HIDDEN } from './bind-model.ts';
import { bound, columnsOf, problemsOf } from './bind-text.ts';
import { printColumns } from './print-bound.ts';

/** Store and Sales[Cost] are hidden; [Margin] needs the cost, and [Margin %] needs [Margin]. */
const options = { hidden: HIDDEN };

describe('a hidden name has the same problem as a name that was never there (F-13, F-14)', () => {
  test.each([
    ['Store', 'Shops'],
    ["'Store'", "'Shops'"],
    ['{SUM(Sales[Cost])}', '{SUM(Sales[Cast])}'],
    ['SUMMARIZE(Sales, Store[Region])', 'SUMMARIZE(Sales, Shops[Region])'],
    ['{[Margin]}', '{[Morgan]}'],
    ['{Sales[Margin]}', '{Sales[Morgan]}'],
    ['{[Margin %]}', '{[Morgan %]}'],
    ['{CALCULATE([Lines], Store[Region] = "x")}', '{CALCULATE([Lines], Shops[Region] = "x")}'],
    ['{CALCULATE([Lines], REMOVEFILTERS(Store))}', '{CALCULATE([Lines], REMOVEFILTERS(Shops))}'],
    ['FILTER(Sales, RELATED(Store[Region]) = "x")', 'FILTER(Sales, RELATED(Shops[Region]) = "x")'],
    ['FILTER(Sales, [Cost] > 1)', 'FILTER(Sales, [Cast] > 1)'],
    ['{NAMEOF(Sales[Cost])}', '{NAMEOF(Sales[Cast])}'],
    ['{NAMEOF([Margin])}', '{NAMEOF([Morgan])}'],
    ['{NAMEOF(Sales[Margin])}', '{NAMEOF(Sales[Morgan])}'],
    ['{SUM(Sales[Margin])}', '{SUM(Sales[Morgan])}'],
    ['{SUM([Margin])}', '{SUM([Morgan])}'],
    ['{NAMEOF(Store)}', '{NAMEOF(Shops)}'],
    ['{LOOKUPVALUE(Store[Region], Store[StoreKey], 1)}', '{LOOKUPVALUE(Shops[Region], Shops[StoreKey], 1)}'],
    ['ALLEXCEPT(Sales, Sales[Cost])', 'ALLEXCEPT(Sales, Sales[Cast])'],
  ])('%s', (hidden, unknown) => {
    const said = (dax: string) =>
      problemsOf(`EVALUATE ${dax}`, options).map(({ code, message, span, object }) => {
        const neutral = message
          .replace(/Store|Shops/g, 'T')
          .replace(/Cost|Cast/g, 'C')
          .replace(/Margin|Morgan/g, 'M');
        return { code, neutral, start: span.start, object };
      });
    expect(said(hidden)).not.toEqual([]);
    expect(said(hidden)).toEqual(said(unknown));
  });
});

test('no advice names what is hidden, or a measure that needs it (F-14)', () => {
  const messages = ['{[Margn]}', '{SUM(Sales[Cots])}', 'Storr'].flatMap((dax) =>
    problemsOf(`EVALUATE ${dax}`, options).map(({ message }) => message),
  );
  expect(messages).toHaveLength(3);
  for (const message of messages) expect(message).toMatch(/Check the name\.$/);
});

test('the rows of a table lack its hidden columns', () => {
  const [evaluate] = bound('EVALUATE Sales', options).evaluates;
  expect(columnsOf('Sales')).toContain('Sales[Cost]');
  expect(evaluate === undefined ? '' : printColumns(evaluate.table)).not.toContain('Cost');
});

test('a measure that needs nothing hidden stays', () => {
  expect(bound('EVALUATE {[Lines]}', options).measures.map(({ name }) => name)).toEqual(['Lines']);
});

test('a measure of the query is told what it names wrongly, as an unknown name', () => {
  const said = (name: string) =>
    problemsOf(`DEFINE MEASURE Sales[x] = SUM(Sales[${name}]) EVALUATE {[x]}`, options).map(({ message }) =>
      message.replace(name, ''),
    );
  expect(said('Cost')).toEqual(said('Cast'));
});

test('a measure of the query takes the place of a hidden one', () => {
  const query = 'DEFINE MEASURE Sales[Margin] = 1 EVALUATE {[Margin]}';
  expect(bound(query, options).measures.map(({ name }) => name)).toEqual(['Margin']);
});

import { expect, test } from 'vitest';
import { bound, problemsOf } from './bind-text.ts';
import { printer } from './print-bound.ts';

const options = { mayReadDefinition: true };

function rows(dax: string): string {
  const [evaluate] = bound(`EVALUATE ${dax}`, options).evaluates;
  return evaluate === undefined ? '' : printer().table(evaluate.table);
}

test.each([
  ['INFO.VIEW.TABLES()', '(6, "Shift", blank, blank, false, "Import", blank, 10)'],
  [
    'INFO.VIEW.COLUMNS()',
    '(2, "Order Date", "Sales", "DateTime", blank, blank, false, false, "none", "Order Date", blank, blank, blank, blank)',
  ],
  ['INFO.VIEW.MEASURES()', '(2, "Lines", "Sales", blank, "COUNTROWS(Sales)", "0.00", false, blank, blank)'],
  [
    'INFO.VIEW.RELATIONSHIPS()',
    'false, "OneDirection", "Sales", "Ship Date", "Many", "Date", "Date", "One", "OneDirection")',
  ],
])('%s has a row for each part of the model', (dax, row) => {
  expect(rows(dax)).toContain(row);
});

test('its columns have names and types to be used', () => {
  expect(rows('FILTER(INFO.VIEW.TABLES(), [Name] = "Sales" && NOT [IsHidden])')).toMatch(/^filter\(r1 in \{/);
});

test('it is for those who may write the model', () => {
  expect(problemsOf('EVALUATE INFO.VIEW.TABLES()').map(({ message }) => message)).toEqual([
    'INFO.VIEW.TABLES needs write permission on the semantic model.',
  ]);
});

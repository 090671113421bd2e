import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ReportShape } from '../../shared/contract/azimuth.ts';
import type { ColumnProfile, TableProfile } from '../../shared/model/column-profile.ts';
import { inferModel } from '../../shared/model/infer-model.ts';
import { DATA_TYPES } from '../../shared/model/semantic-model.ts';
import { resolveQuestion } from '../../shared/query/resolve-question.ts';
import { NO_RULES } from '../../shared/query/security-rules.ts';
import { firstReport } from '../../shared/report/first-report.ts';
import { visualQuestion } from '../../shared/report/visual-question.ts';
import { columnNames } from '../../shared/source/column-names.ts';
import { checkPage } from './check-page.ts';

const words = fc.constantFrom(
  'id',
  'Sales',
  'unit price',
  'Order date',
  'year',
  'country',
  'lat',
  'Rows',
  '__proto__',
  'a"b',
  '',
  'Ünïcode 名',
  'x'.repeat(190),
  'temp_max',
);
const name = fc.oneof(words, fc.string({ maxLength: 30 }));

const columnSeen = (rowCount: number) =>
  fc
    .record({
      name,
      dataType: fc.constantFrom(...DATA_TYPES),
      distinct: fc.nat(rowCount),
      low: fc.double({ min: -1e12, max: 1e12, noNaN: true }),
      span: fc.double({ min: 0, max: 1e9, noNaN: true }),
      day: fc.integer({ min: -20_000, max: 20_000 }),
      days: fc.nat(40_000),
      length: fc.nat(300),
      isDateOnly: fc.boolean(),
    })
    .map((drawn) => profileOf(drawn, rowCount));

type Drawn = Pick<ColumnProfile, 'name' | 'dataType' | 'distinct' | 'isDateOnly'> & {
  readonly low: number;
  readonly span: number;
  readonly day: number;
  readonly days: number;
  readonly length: number;
};

/** A profile as a reader could have made it: bounds where the type has them, and none where all is blank. */
function profileOf(drawn: Drawn, rowCount: number): ColumnProfile {
  const { name: named, dataType, distinct } = drawn;
  const [min = null, max = null] = distinct === 0 ? [] : boundsOf(drawn);
  return {
    name: named,
    dataType,
    distinct,
    isDistinctExact: true,
    nulls: distinct === 0 ? rowCount : 0,
    min,
    max,
    average: typeof min === 'number' ? min : null,
    averageLength: dataType === 'String' && distinct > 0 ? drawn.length : null,
    isDateOnly: dataType === 'DateTime' && drawn.isDateOnly,
  };
}

function boundsOf({ dataType, low, span, day, days }: Drawn): readonly (number | string)[] {
  const moment = (at: number) => new Date(at * 86_400_000).toISOString().slice(0, 19);
  if (dataType === 'DateTime') return [moment(day), moment(day + days)];
  return dataType === 'String' || dataType === 'Boolean' ? [] : [low, low + span];
}

const tableSeen: fc.Arbitrary<TableProfile> = fc.integer({ min: 1, max: 5_000_000 }).chain((rowCount) =>
  fc
    .record({
      tableName: fc.constantFrom('data', '__proto__', 'x'.repeat(256)),
      rowCount: fc.constant(rowCount),
      columns: fc.array(columnSeen(rowCount), { minLength: 1, maxLength: 30 }),
    })
    .map((seen) => {
      const names = columnNames(seen.columns.map((column) => column.name));
      return { ...seen, columns: seen.columns.map((column, index) => ({ ...column, name: names[index] ?? '' })) };
    }),
);

test('whatever the data, the first report is one page of at most eight visuals that can all be asked', () => {
  fc.assert(
    fc.property(tableSeen, (seen) => {
      const model = inferModel(seen);
      const report = firstReport(model, seen);
      expect(ReportShape.safeParse(report).error).toBeUndefined();
      expect(report.pages).toHaveLength(1);
      const [page] = report.pages;
      if (page === undefined) return;
      expect(page.visuals.length).toBeGreaterThanOrEqual(2);
      expect(page.visuals.length).toBeLessThanOrEqual(8);
      expect(new Set(page.visuals.map((visual) => visual.name)).size).toBe(page.visuals.length);
      expect(page.visuals.every(({ title }) => title !== '')).toBe(true);
      checkPage(page);
      for (const visual of page.visuals) resolveQuestion(model, visualQuestion(visual), NO_RULES);
      expect(firstReport(model, seen)).toEqual(report);
    }),
    { numRuns: 400 },
  );
});

test('five hundred columns still make one page', () => {
  const columns = Array.from(
    { length: 500 },
    (_, index): ColumnProfile => ({
      name: `n${index}`,
      dataType: 'Double',
      nulls: 0,
      distinct: 90,
      isDistinctExact: true,
      min: 0,
      max: 9 * index + 1,
      average: 4,
      averageLength: null,
      isDateOnly: false,
    }),
  );
  const seen = { tableName: 'wide', rowCount: 100, columns };
  expect(firstReport(inferModel(seen), seen).pages[0]?.visuals.length).toBeLessThanOrEqual(8);
});

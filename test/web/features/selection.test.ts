import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Filter, Scalar } from '../../../shared/query/question.ts';
import { filterText } from '../../../web/src/features/report/filter-text.ts';
import { dropFilter, pickMark, type Selection } from '../../../web/src/features/report/selection.ts';
import { decodeSelection, encodeSelection } from '../../../web/src/features/report/selection-address.ts';

const origin = (...values: readonly Scalar[]): Filter => ({
  kind: 'in',
  field: { table: 'Cars', field: 'Origin' },
  values,
});
const year = (...values: readonly Scalar[]): Filter => ({
  kind: 'in',
  field: { table: 'Cars', field: 'Year' },
  grain: 'year',
  values,
});
const pick = (selection: Selection, source: string, filters: readonly Filter[], isAdditive = false) =>
  pickMark(selection, { source, filters, isAdditive, slicers: new Set(['slicer']) });

describe('picking', () => {
  test('a click picks, a second click on the same lets go', () => {
    const once = pick([], 'bars', [origin('Japan')]);
    expect(once).toEqual([{ source: 'bars', filters: [origin('Japan')] }]);
    expect(pick(once, 'bars', [origin('Japan')])).toEqual([]);
  });

  test('a click elsewhere in the chart replaces, with Ctrl it adds and takes away', () => {
    const once = pick([], 'bars', [origin('Japan')]);
    expect(pick(once, 'bars', [origin('USA')])[0]?.filters).toEqual([origin('USA')]);
    const both = pick(once, 'bars', [origin('USA')], true);
    expect(both[0]?.filters).toEqual([origin('Japan', 'USA')]);
    expect(pick(both, 'bars', [origin('Japan')], true)[0]?.filters).toEqual([origin('USA')]);
    expect(pick(once, 'bars', [origin('Japan')], true)).toEqual([]);
  });

  test('a click in another chart takes the place of the first one but leaves slicers', () => {
    const start: Selection = [
      { source: 'slicer', filters: [year('2020-01-01')] },
      { source: 'bars', filters: [origin('Japan')] },
    ];
    expect(pick(start, 'donut', [origin('USA')]).map((one) => one.source)).toEqual(['slicer', 'donut']);
  });

  test('a chip takes away its own filter only', () => {
    const start: Selection = [{ source: 'bars', filters: [origin('Japan'), year('2020-01-01')] }];
    expect(dropFilter(start, 'bars', origin('Japan'))).toEqual([{ source: 'bars', filters: [year('2020-01-01')] }]);
    expect(dropFilter(start, 'other', origin('Japan'))).toEqual(start);
  });
});

describe('a selection in an address', () => {
  const scalar = fc.oneof(fc.string({ maxLength: 20 }), fc.integer(), fc.boolean(), fc.constant(null));
  const field = fc.record({ table: fc.string({ maxLength: 10 }), field: fc.string({ maxLength: 10 }) });
  const filter: fc.Arbitrary<Filter> = fc.oneof(
    fc.record({
      kind: fc.constantFrom('in' as const, 'notIn' as const),
      field,
      values: fc.array(scalar, { maxLength: 5 }),
    }),
    fc.record({
      kind: fc.constant('in' as const),
      field,
      grain: fc.constant('month' as const),
      values: fc.array(scalar),
    }),
    fc.record({
      kind: fc.constant('between' as const),
      field,
      from: fc.integer(),
      before: fc.string({ maxLength: 9 }),
    }),
    fc.record({ kind: fc.constant('between' as const), field, to: fc.constant(0) }),
    fc.record({ kind: fc.constant('contains' as const), field, text: fc.string({ minLength: 1, maxLength: 9 }) }),
  );
  const selection = fc.array(
    fc.record({ source: fc.string({ maxLength: 9 }), filters: fc.array(filter, { minLength: 1, maxLength: 3 }) }),
    { maxLength: 4 },
  );

  test('comes back as it went, and needs no escaping', () => {
    fc.assert(
      fc.property(selection, (picked) => {
        const text = encodeSelection(picked);
        expect(text).toMatch(/^[\w-]*$/);
        expect(decodeSelection(text)).toEqual(picked);
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    ['nothing', ''],
    ['null', null],
    ['no base64', '%%%'],
    ['no JSON', 'AAAA'],
    ['another shape', btoa('{"a":1}')],
    ['an unknown kind', btoa('[["bars",[["x","Cars","Origin",0,[]]]]]')],
    ['too many values', btoa(JSON.stringify([['bars', [['i', 'Cars', 'Origin', 0, Array(1001).fill(1)]]]]))],
    ['objects as values', btoa('[["bars",[["i","Cars","Origin",0,[{"a":1}]]]]]')],
  ])('%s picks nothing', (_, text) => {
    expect(decodeSelection(text)).toEqual([]);
  });
});

describe('a filter in words', () => {
  test.each([
    [origin('Japan'), 'Origin: Japan'],
    [origin('a', 'b', 'c', 'd', 'e'), 'Origin: a, b, c and 2 more'],
    [origin(null), 'Origin: (Blank)'],
    [year('2020-01-01T00:00:00'), 'Year: 2020'],
    [
      { kind: 'between', field: { table: 'Cars', field: 'Day' }, from: '2024-01-01', before: '2024-02-01' } as const,
      'Day: from 1 Jan 2024 to 31 Jan 2024',
    ],
    [{ kind: 'contains', field: { table: 'Cars', field: 'Name' }, text: 'amc' } as const, 'Name contains “amc”'],
  ])('%j reads "%s"', (filter, text) => {
    expect(filterText(filter)).toBe(text);
  });
});

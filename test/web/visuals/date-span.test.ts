import { expect, test } from 'vitest';
import { pickedSpan, spanFilter, spanOf } from '../../../web/src/visuals/date-span.ts';

const FIELD = { table: 'Sales', field: 'Day' };

test('the widest span is from the first to the last day of the list', () => {
  expect(spanOf(['2024-02-01T00:00:00', null, '2023-05-06', 'junk'])).toEqual({ from: '2023-05-06', to: '2024-02-01' });
  expect(spanOf([])).toEqual({ from: '', to: '' });
});

test.each([
  [
    { from: '2024-01-01', to: '2024-01-31' },
    { from: '2024-01-01', before: '2024-02-01' },
  ],
  [{ from: '', to: '2024-12-31' }, { before: '2025-01-01' }],
  [{ from: '2024-01-01', to: '' }, { from: '2024-01-01' }],
])('%j is a filter of whole days and comes back', (span, ends) => {
  const filters = spanFilter(FIELD, span);
  expect(filters).toEqual([{ kind: 'between', field: FIELD, ...ends }]);
  expect(pickedSpan(filters)).toEqual(span);
});

test('no days picked is no filter', () => {
  expect(spanFilter(FIELD, { from: '', to: '' })).toEqual([]);
  expect(pickedSpan([])).toEqual({ from: '', to: '' });
});

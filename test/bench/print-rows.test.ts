import { expect, test } from 'vitest';
import { isBroken, type Row } from './bench.ts';
import { printRows } from './print-rows.ts';
import { stepsOf } from './start.ts';
import { geometricMean, median, quantile } from './statistics.ts';

const row = (parts: Partial<Row>): Row => ({ what: 'x', figure: 1, unit: 'ms', ...parts });

test.each([
  ['a figure without a limit breaks none', row({ figure: 1e9 }), false],
  ['a figure at its limit keeps it', row({ figure: 10, limit: 10 }), false],
  ['a figure above its limit breaks it', row({ figure: 10.01, limit: 10 }), true],
  ['a limit of nothing is a limit', row({ figure: 1, limit: 0 }), true],
  ['a figure that could not be measured breaks its limit', row({ figure: Number.NaN, limit: 10 }), true],
])('%s', (_, given, expected) => {
  expect(isBroken(given)).toBe(expected);
});

test('a table is aligned and says of each limit whether it was kept', () => {
  const rows = [row({ what: 'quick', figure: 1.234, limit: 2 }), row({ what: 'slow', figure: 12_345, limit: 10 })];
  expect(printRows('title', rows).split('\n')).toEqual([
    'title',
    'what   figure  unit  limit               note',
    '-----  ------  ----  ------------------  ----',
    'quick    1.23  ms    kept: at most 2',
    'slow   12,345  ms    BROKEN: at most 10',
  ]);
});

test('quantiles are figures that were seen', () => {
  const figures = Array.from({ length: 20 }, (_, index) => 20 - index);
  expect([quantile(figures, 0.5), quantile(figures, 0.95), quantile(figures, 1)]).toEqual([10, 19, 20]);
  expect(median([3, 1, 2])).toBe(2);
  expect(quantile([], 0.5)).toBeNaN();
  expect(geometricMean([1, 4])).toBeCloseTo(2);
});

test('the steps of a start are read from what it prints', () => {
  const said = `
Built the server in 0.5 s
  blob                             0.72 s   (from    0.17 s on)
  sample content                   3.06 s   (from   73.95 s on)
  all together                    77.00 s
Azimuth is ready: http://localhost:8080`;
  expect(stepsOf(said)).toEqual([
    { what: '  build of the server', figure: 0.5, unit: 's' },
    { what: '  blob', figure: 0.72, unit: 's', note: 'from 0.17 s on' },
    { what: '  sample content', figure: 3.06, unit: 's', note: 'from 73.95 s on' },
    { what: '  all together', figure: 77, unit: 's' },
  ]);
});

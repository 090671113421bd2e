import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvFileName } from '../../../web/src/features/report/file-name.ts';

test.each([
  [['Retail sales', 'Sales by category'], 'Retail sales - Sales by category.csv'],
  [['a/b\\c:d', 'e?'], 'a b c d - e.csv'],
  [['..', ''], 'data.csv'],
  [['../../etc/passwd', 'x'], 'etc passwd - x.csv'],
  [['Umsätze', '売上'], 'Umsätze - 売上.csv'],
])('a file from %j is called %s', (parts, name) => {
  expect(csvFileName(...parts)).toBe(name);
});

test('every title becomes a name that every system takes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string(), fc.string({ unit: 'grapheme' }), async (report, visual) => {
      const name = csvFileName(report, visual);
      expect(name).toMatch(/^[^\\/:*?"<>|\p{Cc}]+\.csv$/u);
      expect(name.length).toBeLessThanOrEqual(124);
      expect(name).not.toMatch(/^\./);
    }),
  );
});

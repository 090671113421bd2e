import fc from 'fast-check';
import { expect, test } from 'vitest';
import { attachment, safeFileName } from '../../shared/export/file-name.ts';

test.each([
  ['Umsatz nach Region', 'Umsatz nach Region.csv'],
  ['売上 2026', '売上 2026.csv'],
  ['../../etc/passwd', 'etc passwd.csv'],
  ['C:\\Windows\\x', 'C Windows x.csv'],
  ['a\r\nSet-Cookie: x', 'a Set-Cookie x.csv'],
  ['report\u202Efdp.exe', 'report fdp.exe.csv'],
  ['CON', '_CON.csv'],
  ['lpt1.old', '_lpt1.old.csv'],
  [' ... ', 'data.csv'],
  ['', 'data.csv'],
  ['\ud800', 'data.csv'],
])('a visual called %j is saved as %s', (title, name) => {
  expect(safeFileName(title, 'csv')).toBe(name);
});

test('a long title is cut, and not in the middle of a sign', () => {
  expect(safeFileName('😀'.repeat(200), 'csv')).toBe(`${'😀'.repeat(100)}.csv`);
});

test('the header is of plain letters in one line, and gives the name back, whatever the title', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (title) => {
      const name = safeFileName(title, 'csv');
      const header = attachment(name);
      expect(header).toMatch(/^attachment; filename="[^"\\\r\n]*\.csv"; filename\*=UTF-8''[A-Za-z0-9%._~!-]*$/);
      expect(new Headers({ 'Content-Disposition': header }).get('content-disposition')).toBe(header);
      expect(decodeURIComponent(header.split("UTF-8''")[1] ?? '')).toBe(name);
    }),
  );
});

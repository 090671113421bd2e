import { expect, test } from 'vitest';
import { fileNamed } from '../../../shared/source/m/file-named.ts';

const FILES = ['data/Sales.csv', 'data/old/Sales.csv', 'Stock.csv', 'a/x.csv', 'b/x.csv', 'old/y.csv', 'y.csv'].map(
  (path) => ({ path }),
);

test.each([
  ['data/Sales.csv', 'data/Sales.csv'],
  ['C:\\Users\\ann\\data\\sales.CSV', 'data/Sales.csv'],
  ['/home/ann/old/Sales.csv', 'data/old/Sales.csv'],
  ['\\\\server\\share\\Stock.csv', 'Stock.csv'],
  ['./Stock.csv', 'Stock.csv'],
  ['elsewhere/x.csv', 'several'],
  ['Sales.csv', 'several'],
  ['y.csv', 'y.csv'],
  ['Stock', undefined],
  ['MyStock.csv', undefined],
  ['', undefined],
])('the path %s means the file %s', (path, expected) => {
  const found = fileNamed(path, FILES);
  expect(typeof found === 'object' ? found.path : found).toBe(expected);
});

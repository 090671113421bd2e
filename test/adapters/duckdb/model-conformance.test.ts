import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { filesIn, modelOf, removeAll, withLoaded } from './model-world.ts';

const ROOT = process.env['AZIMUTH_REFERENCE'] ?? fileURLToPath(new URL('../../../../shared', import.meta.url));
const FOLDER = join(ROOT, 'conformance/dax');
const isThere = existsSync(join(FOLDER, 'model.bim'));
const noted = isThere ? '' : ' (skipped: the reference folder is not beside this checkout)';

afterAll(removeAll);

const SQL_TYPES: Readonly<Record<string, string>> = {
  Int64: 'BIGINT',
  Double: 'DOUBLE',
  Decimal: 'DECIMAL(18,4)',
  String: 'VARCHAR',
  Boolean: 'BOOLEAN',
  DateTime: 'TIMESTAMP',
};

test.skipIf(!isThere)(`every table of the reference model loads with its rows, types and blanks${noted}`, async () => {
  const model = modelOf(JSON.parse(readFileSync(join(FOLDER, 'model.bim'), 'utf8')));
  const files = filesIn(join(FOLDER, 'data'), 'data/');
  await withLoaded(model, files, async ({ waiting, facts, rows }) => {
    expect(waiting).toEqual([]);
    const index = (name: string) => model.tables.findIndex((table) => table.name === name);
    const column = (table: string, name: string) =>
      `c${model.tables[index(table)]?.columns.findIndex((found) => found.name === name)}`;
    for (const [place, { name, columns, partitions }] of model.tables.entries()) {
      if (partitions[0]?.source.kind !== 'm') continue;
      const csv = Buffer.from(files[`data/${name}.csv`] ?? []).toString('utf8');
      expect(facts.tables[place]?.rows, name).toBe(csv.trimEnd().split('\n').length - 1);
      const described = await rows(`DESCRIBE t${place}`);
      const wanted = columns.flatMap(({ source, dataType }, position) =>
        source.kind === 'data' ? [[`c${position}`, SQL_TYPES[dataType]]] : [],
      );
      expect(described.map(([own, type]) => [own, type])).toEqual(wanted);
    }
    expect(facts.blankRowTables.map((place) => model.tables[place]?.name)).toEqual(['Customer', 'Product']);

    const [blanks] = await rows(
      `SELECT count(*) FILTER (${column('Customer', 'City')} IS NULL), count(*) FILTER (${column('Customer', 'City')} = ''), count(*) FILTER (${column('Customer', 'Nickname')} IS NULL), count(*) FILTER (${column('Customer', 'Nickname')} = '') FROM t${index('Customer')}`,
    );
    expect(Number(blanks?.[0])).toBeGreaterThan(0);
    expect(Number(blanks?.[1])).toBe(0);
    expect(Number(blanks?.[2])).toBe(0);
    expect(Number(blanks?.[3])).toBeGreaterThan(0);
    const [sales] = await rows(
      `SELECT sum(${column('Sales', 'Quantity')})::DOUBLE, count(*) FILTER (${column('Sales', 'Discount')} IS NULL), min(${column('Sales', 'Order Date')})::VARCHAR, sum(${column('Sales', 'Unit Price')})::VARCHAR FROM t${index('Sales')}`,
    );
    const lines = Buffer.from(files['data/Sales.csv'] ?? [])
      .toString('utf8')
      .trimEnd()
      .split('\n')
      .slice(1);
    const cells = lines.map((line) => line.split(','));
    expect(sales?.[0]).toBe(cells.reduce((sum, cell) => sum + Number(cell[10]), 0));
    expect(Number(sales?.[1])).toBe(cells.filter((cell) => cell[14] === '').length);
    expect(sales?.[2]).toBe('2022-01-03 00:00:00');
    const cents = cells.reduce((sum, cell) => sum + Math.round(Number(cell[11]) * 100), 0);
    expect(sales?.[3]).toBe(`${(cents / 100).toFixed(2)}00`);
  });
});

import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { expect } from 'vitest';
import type { Answer, Filter, Scalar, Selection } from '../../shared/query/question.ts';
import type { Visual } from '../../shared/report/report.ts';

/** A file of the package `vega-datasets`, and the table that a person would read in it, as DuckDB's SQL. */
export type RealFile = { readonly name: string; readonly path: string; readonly from: string };

export function realFile(name: string, read: (path: string) => string): RealFile {
  const path = new URL(`../../node_modules/vega-datasets/data/${name}`, import.meta.url).pathname;
  return { name, path, from: read(`'${path}'`) };
}

export const SEATTLE_WEATHER = realFile('seattle-weather.csv', (path) => `read_csv(${path})`);
export const STOCKS = realFile(
  'stocks.csv',
  (path) =>
    `(SELECT symbol, strptime(date, '%b %-d %Y') AS date, price FROM read_csv(${path}, types = {'date': 'VARCHAR'}))`,
);
export const FLIGHTS = realFile('flights-3m.parquet', (path) => `read_parquet(${path})`);

type Row = readonly Scalar[];

/** Every row that a visual would show without a limit, computed from the file itself and by nothing of ours. */
async function rowsOf(file: RealFile, visual: Visual, filters: readonly Filter[]): Promise<readonly Row[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const select = selectionsOf(visual).map(expression).join(', ');
    const where = [...visual.filters, ...filters].map(condition);
    const text = `SELECT ${select} FROM ${file.from} ${where.length === 0 ? '' : `WHERE ${where.join(' AND ')}`} GROUP BY ALL`;
    return await run(connection, text);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Compares an answer with the file: each row shown is a row of the file's, and the ones shown are the first ones. */
export async function expectFromFile(
  answer: Answer,
  file: RealFile,
  visual: Visual,
  filters: readonly Filter[] = [],
): Promise<void> {
  const selections = selectionsOf(visual);
  expect(answer.columns.map(({ name }) => name)).toEqual(selections.map(({ as }) => as));
  const wanted = await rowsOf(file, visual, filters);
  expect(answer.rowCount, visual.name).toBe(Math.min(wanted.length, visual.limit));
  expect(answer.isPartial, visual.name).toBe(wanted.length > visual.limit);
  const keyOf = (row: Row) => JSON.stringify(row.filter((_, index) => selections[index]?.kind === 'group'));
  const byKey = new Map(wanted.map((row) => [keyOf(row), row]));
  const shown = Array.from({ length: answer.rowCount }, (_, row) =>
    answer.columns.map(({ values }) => values[row] ?? null),
  );
  for (const row of shown) {
    const same = byKey.get(keyOf(row));
    expect(same, `${visual.name}: ${JSON.stringify(row)} is not in the file`).toBeDefined();
    for (const [column, value] of row.entries()) {
      expectSame(value, same?.[column], `${visual.name} ${selections[column]?.as}`);
    }
  }
  expectFirst(answer, wanted, visual);
}

/** Where a ranking was cut off, its last value is the one at that place of the whole. */
function expectFirst(answer: Answer, wanted: readonly Row[], { orderBy, name }: Visual): void {
  const [order] = orderBy;
  const column = answer.columns.findIndex((candidate) => candidate.name === order?.as);
  if (order === undefined || answer.rowCount === 0 || answer.columns[column]?.dataType === 'String') return;
  const sign = order.direction === 'descending' ? -1 : 1;
  const all = wanted.flatMap((row) => row[column] ?? []);
  // Numbers by size; moments are ISO text, which sorts as they do.
  const sorted = all.toSorted((a, b) => (a === b ? 0 : a < b ? -1 : 1) * sign);
  const last = answer.columns[column]?.values.at(-1);
  if (answer.rowCount <= sorted.length) expectSame(last, sorted[answer.rowCount - 1], `${name}, last of the ranking`);
}

function expectSame(value: Scalar | undefined, wanted: Scalar | undefined, what: string): void {
  if (typeof wanted === 'number' && typeof value === 'number') {
    expect(Math.abs(value - wanted), `${what}: ${value} instead of ${wanted}`).toBeLessThanOrEqual(
      1e-9 * Math.max(1, Math.abs(wanted)),
    );
  } else {
    expect(value, what).toEqual(wanted);
  }
}

function selectionsOf({ wells }: Visual): readonly Selection[] {
  return [...wells.category, ...wells.series, ...wells.values];
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
const AGGREGATES: Readonly<Record<string, string>> = { average: 'avg', distinctCount: 'count(DISTINCT' };

function expression(selection: Selection): string {
  switch (selection.kind) {
    case 'group':
      return grouped(selection.field.field, selection.grain);
    case 'rows':
      return 'count(*)';
    case 'aggregate': {
      const name = AGGREGATES[selection.aggregation] ?? selection.aggregation;
      return `${name}${name.endsWith('DISTINCT') ? ' ' : '('}${quoted(selection.field.field)})::DOUBLE`;
    }
    case 'measure':
      throw new Error('A measure is not recomputed here.');
  }
}

function grouped(field: string, grain: string | undefined): string {
  const column = quoted(field);
  const moment = grain === undefined ? column : `date_trunc('${grain}', ${column})`;
  return `CASE WHEN typeof(${column}) IN ('DATE', 'TIMESTAMP') THEN strftime(${moment}::VARCHAR::TIMESTAMP, '%Y-%m-%dT%H:%M:%S') ELSE ${moment}::VARCHAR END`;
}

function condition(filter: Filter): string {
  if (filter.kind !== 'in') throw new Error(`A filter of kind ${filter.kind} is not recomputed here.`);
  const values = filter.values.map((value) => `'${String(value).replaceAll("'", "''")}'`).join(', ');
  return `${grouped(filter.field.field, filter.grain)} IN (${values})`;
}

async function run(connection: DuckDBConnection, text: string): Promise<readonly Row[]> {
  const reader = await connection.runAndReadAll(text);
  return reader.getRowsJS().map((row) =>
    row.map((value) => {
      if (typeof value === 'bigint') return Number(value);
      if (value === null || typeof value === 'number' || typeof value === 'string') return value;
      throw new Error(`${typeof value} was not expected from: ${text}`);
    }),
  );
}

import type { DuckDBConnection } from '@duckdb/node-api';
import { physicalColumn, physicalTable } from '../../shared/model/physical-names.ts';
import { readModel } from '../../shared/model/read-model.ts';
import type { TabularModel } from '../../shared/model/tabular-model.ts';

type Column = readonly [name: string, type: string, expression: string];
type Star = { readonly name: string; readonly rows: (sales: number) => number; readonly columns: readonly Column[] };

/** Invented sales as a star: each column with DuckDB's expression of it from the number `i` of the row. */
const TABLES: readonly Star[] = [
  {
    name: 'Sales',
    rows: (sales) => sales,
    columns: [
      ['Date', 'dateTime', "TIMESTAMP '2020-01-01' + to_days((i * 1826 // 10000000 % 1826)::INTEGER)"],
      ['ProductKey', 'int64', '(1 + hash(i, 2) % 2000)::BIGINT'],
      ['CustomerKey', 'int64', '(1 + hash(i, 3) % 100000)::BIGINT'],
      ['StoreKey', 'int64', '(1 + hash(i, 4) % 300)::BIGINT'],
      ['Quantity', 'int64', '(1 + hash(i, 5) % 9)::BIGINT'],
      ['Net Price', 'double', '(100 + hash(i, 6) % 90000)::DOUBLE / 100'],
      ['Unit Cost', 'double', '(50 + hash(i, 7) % 60000)::DOUBLE / 100'],
      ['Order Number', 'int64', '(i // 3)::BIGINT'],
    ],
  },
  {
    name: 'Date',
    rows: () => 1826,
    columns: [
      ['Date', 'dateTime', "TIMESTAMP '2020-01-01' + to_days(i::INTEGER)"],
      ['Year', 'int64', "year(TIMESTAMP '2020-01-01' + to_days(i::INTEGER))"],
      ['Month', 'int64', "month(TIMESTAMP '2020-01-01' + to_days(i::INTEGER))"],
      [
        'Year Month',
        'int64',
        "year(TIMESTAMP '2020-01-01' + to_days(i::INTEGER)) * 100 + month(TIMESTAMP '2020-01-01' + to_days(i::INTEGER))",
      ],
    ],
  },
  {
    name: 'Product',
    rows: () => 2000,
    columns: [
      ['ProductKey', 'int64', '(i + 1)::BIGINT'],
      ['Product', 'string', "'Product ' || i"],
      ['Category', 'string', "'Category ' || (i % 8)"],
      ['Brand', 'string', "'Brand ' || (i % 40)"],
      ['Color', 'string', "CASE WHEN i % 17 = 0 THEN NULL ELSE 'Color ' || (i % 12) END"],
    ],
  },
  {
    name: 'Customer',
    rows: () => 100_000,
    columns: [
      ['CustomerKey', 'int64', '(i + 1)::BIGINT'],
      ['Customer', 'string', "'Customer ' || i"],
      ['Country', 'string', "'Country ' || (i % 30)"],
      ['Segment', 'string', "'Segment ' || (i % 4)"],
    ],
  },
  {
    name: 'Store',
    rows: () => 300,
    columns: [
      ['StoreKey', 'int64', '(i + 1)::BIGINT'],
      ['Store', 'string', "'Store ' || i"],
      ['Region', 'string', "'Region ' || (i % 6)"],
    ],
  },
];

const MEASURES: readonly (readonly [name: string, expression: string])[] = [
  ['Sales Amount', 'SUMX ( Sales, Sales[Quantity] * Sales[Net Price] )'],
  ['Total Cost', 'SUMX ( Sales, Sales[Quantity] * Sales[Unit Cost] )'],
  ['Margin', '[Sales Amount] - [Total Cost]'],
  ['Margin %', 'DIVIDE ( [Margin], [Sales Amount] )'],
  ['Total Quantity', 'SUM ( Sales[Quantity] )'],
  ['Orders', 'DISTINCTCOUNT ( Sales[Order Number] )'],
  ['Customers', 'DISTINCTCOUNT ( Sales[CustomerKey] )'],
  ['Sales PY', "CALCULATE ( [Sales Amount], SAMEPERIODLASTYEAR ( 'Date'[Date] ) )"],
  ['Sales YTD', "TOTALYTD ( [Sales Amount], 'Date'[Date] )"],
  ['Share', "DIVIDE ( [Sales Amount], CALCULATE ( [Sales Amount], REMOVEFILTERS ( 'Product' ) ) )"],
];

const RELATIONSHIPS = ['Date', 'Product', 'Customer', 'Store'].map((table) => ({
  name: table,
  fromTable: 'Sales',
  fromColumn: table === 'Date' ? 'Date' : `${table}Key`,
  toTable: table,
  toColumn: table === 'Date' ? 'Date' : `${table}Key`,
}));

/** The model of the star. */
export function starModel(): TabularModel {
  const tables = TABLES.map(({ name, columns }) => ({
    name,
    ...(name === 'Date' && { dataCategory: 'Time' }),
    columns: columns.map(([column, dataType], position) => ({
      name: column,
      dataType,
      sourceColumn: column,
      summarizeBy: 'none',
      ...(name !== 'Sales' && position === 0 && { isKey: true }),
    })),
    measures: name === 'Sales' ? MEASURES.map(([measure, expression]) => ({ name: measure, expression })) : [],
    partitions: [{ name, mode: 'import', source: { type: 'm', expression: 'let Source = null in Source' } }],
  }));
  const model = { culture: 'en-US', tables, relationships: RELATIONSHIPS };
  const text = JSON.stringify({ name: 'Star', compatibilityLevel: 1567, model });
  const { reading } = readModel([{ path: 'model.bim', bytes: new TextEncoder().encode(text) }]);
  if (reading.kind === 'problems') throw new Error(JSON.stringify(reading.problems));
  return reading.model;
}

/** Makes the star's tables with so many sales, in the order of their dates. */
export async function makeStar(connection: DuckDBConnection, sales: number): Promise<void> {
  for (const [index, { rows, columns }] of TABLES.entries()) {
    const list = columns.map(
      ([, , expression], position) => `${expression.replace('10000000', String(sales))} AS ${physicalColumn(position)}`,
    );
    await connection.run(
      `CREATE TABLE ${physicalTable(index)} AS SELECT ${list.join(', ')} FROM range(${rows(sales)}) AS source(i)`,
    );
  }
}

/** How many rows each table has, by position. */
export const STAR_ROWS = (sales: number): readonly number[] => TABLES.map(({ rows }) => rows(sales));

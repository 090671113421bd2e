import type { CellType } from './model-cells.ts';
import { textLiteral } from './model-cells.ts';
import { type Relation, tableFault } from './model-relation.ts';
import type { SourceContext } from './model-sources.ts';
import { rowsOf } from './source-rows.ts';

type Mapping = { readonly types: RegExp; readonly type: CellType; readonly value: (column: string) => string };

/** How DuckDB's types are held; what matches no row becomes text. */
const MAPPINGS: readonly Mapping[] = [
  { types: /^BOOLEAN$/, type: 'logical', value: (column) => column },
  {
    types: /^(TINYINT|SMALLINT|INTEGER|BIGINT|UTINYINT|USMALLINT|UINTEGER)$/,
    type: 'whole',
    value: (column) => `CAST(${column} AS BIGINT)`,
  },
  { types: /^(FLOAT|DOUBLE)$/, type: 'double', value: (column) => `CAST(${column} AS DOUBLE)` },
  { types: /^DECIMAL\(/, type: 'decimal', value: (column) => column },
  {
    types: /^(DATE|TIMESTAMP|TIMESTAMP_S|TIMESTAMP_MS|TIMESTAMP_NS)$/,
    type: 'moment',
    value: (column) => `CASE WHEN isfinite(CAST(${column} AS TIMESTAMP)) THEN CAST(${column} AS TIMESTAMP) END`,
  },
  {
    types: /^TIMESTAMP WITH TIME ZONE$/,
    type: 'moment',
    value: (column) => `CASE WHEN isfinite(${column}) THEN ${column} AT TIME ZONE 'UTC' END`,
  },
  { types: /^VARCHAR$/, type: 'text', value: (column) => column },
  // Old writers do not mark their text as text.
  { types: /^BLOB$/, type: 'text', value: (column) => `TRY(decode(${column}))` },
];

/** A Parquet file with the types that it has itself. */
export async function openParquet({ connection, table, file }: SourceContext): Promise<Relation> {
  try {
    const read = `read_parquet(${textLiteral(file)})`;
    const described = await rowsOf(connection, `DESCRIBE SELECT * FROM ${read}`);
    const from = `${read} AS p(${described.map((_, index) => `m${index}`).join(', ')})`;
    const columns = described.map(([name, type], index) => {
      const mapping = MAPPINGS.find(({ types }) => types.test(String(type)));
      const column = `m${index}`;
      const sql = mapping?.value(column) ?? `CAST(${column} AS VARCHAR)`;
      return { name: String(name), cell: { type: mapping?.type ?? ('text' as const), sql }, checks: [] };
    });
    return { from, columns, rowsAbove: 0 };
  } catch (cause) {
    const what = 'The Parquet file is damaged or uses a feature that cannot be read';
    throw tableFault(table, what, 'Write it again, or get a whole copy, and upload that.', { cause });
  }
}

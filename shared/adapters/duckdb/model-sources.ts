import type { DuckDBConnection } from '@duckdb/node-api';
import { INVARIANT } from '../../source/m/culture-signs.ts';
import type { MSource, RecordField } from '../../source/m/m-plan.ts';
import { tagged, textLiteral } from './model-cells.ts';
import { openCsv } from './model-csv.ts';
import { openExcel } from './model-excel.ts';
import { openParquet } from './model-parquet.ts';
import { type Relation, tableFault } from './model-relation.ts';
import { stageRows } from './model-staging.ts';
import { typed } from './model-steps.ts';
import { rowsOf } from './source-rows.ts';

/** Where a source is read to, and in whose name. */
export type SourceContext = {
  readonly connection: DuckDBConnection;
  readonly table: string;
  /** The file of the package; empty for a literal. */
  readonly file: string;
  /** A folder for what is made on the way. */
  readonly workFolder: string;
  /** Tells staged tables apart. */
  readonly place: string;
  /** Of a text file: its lines may end in more than one way, which the reader does not take. */
  readonly needsEvenLines: boolean;
};

/** The rows of a source as a relation; a fault says what is wrong with the file. */
export async function openSource(context: SourceContext, source: MSource): Promise<Relation> {
  switch (source.kind) {
    case 'csv':
      return openCsv(context, source);
    case 'parquet':
      return openParquet(context);
    case 'json':
      return openJson(context, source.fields);
    case 'excel':
      return openExcel(context, source);
    case 'literal': {
      const rows = source.rows.map((row) => row.map(tagged));
      const staged = await stageRows(context, rows, source.columns.length);
      const columns = staged.columns.map((column, index) => {
        const planned = source.columns[index];
        return planned === undefined ? column : typed({ ...column, name: planned.name }, planned, INVARIANT);
      });
      return { ...staged, columns };
    }
  }
}

/** An array of records. Without named fields the first record's are taken, as `Table.FromRecords` does. */
async function openJson(context: SourceContext, named: readonly RecordField[] | undefined): Promise<Relation> {
  const { connection, table, file } = context;
  const from = `read_json_objects(${textLiteral(file)}, format='auto')`;
  try {
    const [first] = await rowsOf(connection, `SELECT json_type(json), json_keys(json) FROM ${from} LIMIT 1`);
    if (first !== undefined && first[0] !== 'OBJECT')
      throw tableFault(table, 'The JSON file is no array of records', 'Save it as an array of objects: [{…}, {…}].');
    const keys = Array.isArray(first?.[1]) ? first[1].map(String) : [];
    const fields = named ?? keys.map((field) => ({ field, column: field }));
    return {
      from,
      rowsAbove: 0,
      columns: fields.map(({ field, column }) => ({
        name: column,
        cell: { type: 'tagged', sql: taggedJson(field) },
        checks: [],
      })),
    };
  } catch (cause) {
    throw jsonFault(table, cause);
  }
}

function jsonFault(table: string, cause: unknown): unknown {
  if (!(cause instanceof Error) || 'detail' in cause) return cause;
  return tableFault(table, 'The file could not be read as JSON', 'Save it again as an array of objects.', { cause });
}

function taggedJson(field: string): string {
  const place = textLiteral(`/${field.replaceAll('~', '~0').replaceAll('/', '~1')}`);
  const text = `json_extract_string(json, ${place})`;
  return `CASE json_type(json, ${place}) WHEN 'NULL' THEN NULL WHEN 'VARCHAR' THEN 's' || ${text} WHEN 'BOOLEAN' THEN 'b' || ${text} WHEN 'BIGINT' THEN 'n' || ${text} WHEN 'UBIGINT' THEN 'n' || ${text} WHEN 'DOUBLE' THEN 'n' || ${text} ELSE 's' || ${text} END`;
}

import type { DuckDBConnection } from '@duckdb/node-api';
import { physicalColumn } from '../../model/physical-names.ts';
import { piecesOf, rowsOf } from './source-rows.ts';
import { TEXT, type TextType } from './source-text-types.ts';

const SAMPLE_ROWS = 500;
/** Longer text is no number and no date. */
const LONGEST_SHAPE = 64;
const TESTS_AT_ONCE = 40;

/**
 * The type of each column of a table of text: of the types that the first rows do not rule out, the first that all
 * rows pass. A column without any value is text.
 */
export async function decideTypes(
  connection: DuckDBConnection,
  table: string,
  columnCount: number,
  types: readonly TextType[],
): Promise<readonly TextType[]> {
  const likely = await likelyTypes(connection, table, columnCount, types);
  const decided: TextType[] = likely.map(() => TEXT);
  let open = likely.flatMap((candidates, column) => (candidates.length === 0 ? [] : [{ column, candidates }]));
  while (open.length > 0) {
    const tests = open.flatMap(({ column, candidates }) =>
      candidates[0] === undefined ? [] : [{ column, type: candidates[0] }],
    );
    const passed = await runTests(connection, table, tests);
    tests.forEach(({ column, type }, index) => {
      if (passed[index] === true) decided[column] = type;
    });
    open = open.flatMap(({ column, candidates }, index) =>
      passed[index] === false && candidates.length > 1 ? [{ column, candidates: candidates.slice(1) }] : [],
    );
  }
  return decided;
}

async function likelyTypes(
  connection: DuckDBConnection,
  table: string,
  columnCount: number,
  types: readonly TextType[],
): Promise<readonly (readonly TextType[])[]> {
  const sample = await rowsOf(
    connection,
    `SELECT left(COLUMNS(*), ${LONGEST_SHAPE}) FROM ${table} LIMIT ${SAMPLE_ROWS}`,
  );
  const likely = Array.from({ length: columnCount }, () => types);
  for (const row of sample) {
    row.forEach((value, column) => {
      const before = likely[column] ?? [];
      if (typeof value !== 'string' || before.every(({ shape }) => shape.test(value))) return;
      likely[column] = before.filter(({ shape }) => shape.test(value));
    });
  }
  return likely;
}

/** For each test true or false, or null where the column has no value. */
async function runTests(
  connection: DuckDBConnection,
  table: string,
  tests: readonly { readonly column: number; readonly type: TextType }[],
): Promise<readonly (boolean | null)[]> {
  const results: (boolean | null)[] = [];
  for (const piece of piecesOf(tests, TESTS_AT_ONCE)) {
    const select = piece.map(({ column, type }) => {
      const name = physicalColumn(column);
      const isFilled = `FILTER (${name} IS NOT NULL)`;
      const proof = type.proof === undefined ? '' : ` AND bool_or(${type.proof(name)}) ${isFilled}`;
      return `bool_and(${type.test(name)}) ${isFilled}${proof}`;
    });
    const [row = []] = await rowsOf(connection, `SELECT ${select.join(', ')} FROM ${table}`);
    results.push(...row.map((value) => (typeof value === 'boolean' ? value : null)));
  }
  return results;
}

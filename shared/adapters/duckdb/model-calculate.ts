import type { DuckDBConnection } from '@duckdb/node-api';
import { bindCalculatedColumn, bindCalculatedTable } from '../../dax/bind/bind-expression.ts';
import type { BindProblem } from '../../dax/bind/bind-problem.ts';
import type { ModelIndex } from '../../dax/bind/model-index.ts';
import type { InferredType } from '../../model/inferred-types.ts';
import { physicalColumn, physicalTable } from '../../model/physical-names.ts';
import { type Asker, valuesFor } from '../../query/emit/asker.ts';
import { duckdbQueries } from '../../query/emit/duckdb-relations.ts';
import { emitRows, type Statement } from '../../query/emit/emit-query.ts';
import type { PhysicalFacts } from '../../query/physical-facts.ts';
import { planCalculatedColumn, planCalculatedTable } from '../../query/planner/plan-calculated.ts';
import { bindParameters } from './engine-parameters.ts';
import type { Calculation } from './model-calculations.ts';
import { castToModel } from './model-cast.ts';

export type Calculator = {
  readonly connection: DuckDBConnection;
  readonly index: ModelIndex;
  /** When the data were loaded, for TODAY and NOW. */
  readonly now: Date;
};

/** The SQL that computes one object, or what is wrong with its expression. */
export type Compiled =
  | { readonly kind: 'statement'; readonly statement: Statement }
  | { readonly kind: 'wrong'; readonly problems: readonly CalculationProblem[] };

export type CalculationProblem = Pick<BindProblem, 'message' | 'line' | 'column'>;

/**
 * Compiles a calculated column or table. `present` are the columns that the column's table has just now, by position.
 */
export function compileCalculation(
  index: ModelIndex,
  calculation: Calculation,
  present: readonly number[],
  facts: PhysicalFacts,
): Compiled {
  const { model } = index;
  const { table, expression, object } = calculation;
  if (calculation.kind === 'column') {
    const { column } = calculation;
    const bound = bindCalculatedColumn(index, { table, expression, object });
    if (bound.kind === 'problems') return { kind: 'wrong', problems: bound.problems };
    const { tree } = bound;
    if (tree.table.kind !== 'rows') throw new Error('A calculated column is computed over the rows of its table.');
    const planned = planCalculatedColumn(model, tree, {
      rows: tree.table,
      scope: tree.scope,
      value: tree.value,
      column,
      present,
    });
    return { kind: 'statement', statement: emitRows(model, planned, duckdbQueries, facts) };
  }
  const bound = bindCalculatedTable(index, { expression, object });
  if (bound.kind === 'problems') return { kind: 'wrong', problems: bound.problems };
  const { positions, missing } = calculation.places(bound.tree.table.columns);
  if (missing !== undefined) {
    const message = `The result has no column for "${missing}". Rename the column or the one of the result.`;
    return { kind: 'wrong', problems: [{ message, line: 1, column: 1 }] };
  }
  const planned = planCalculatedTable(model, bound.tree, bound.tree.table, positions);
  const wanted = new Set(positions.filter((position) => position >= 0).map(physicalColumn));
  const columns = planned.columns.filter(({ name }) => wanted.has(name));
  return { kind: 'statement', statement: emitRows(model, { ...planned, columns }, duckdbQueries, facts) };
}

/** Runs it, and puts the rows into the place of the table that there was; answers the types that the model leaves open. */
export async function runCalculation(
  { connection, index, now }: Calculator,
  { table }: Calculation,
  { sql, parameters }: Statement,
): Promise<readonly InferredType[]> {
  const { values, types } = bindParameters(valuesFor(parameters, nobodyAt(now)));
  const name = physicalTable(table);
  await connection.run('DROP TABLE IF EXISTS made');
  await connection.run(`CREATE TABLE made AS ${sql}`, values, types);
  const inferred = await castToModel(connection, 'made', index.model, table);
  await connection.run(`DROP TABLE IF EXISTS ${name}`);
  await connection.run(`ALTER TABLE made RENAME TO ${name}`);
  return inferred;
}

/** What is computed when data are loaded is the same for everybody. */
function nobodyAt(now: Date): Asker {
  return { name: '', objectId: '', customData: undefined, culture: 'en-US', now: now.toISOString().slice(0, 19) };
}

/** The positions of the columns that a table has in the database. */
export async function presentColumns(
  connection: DuckDBConnection,
  table: number,
  count: number,
): Promise<readonly number[]> {
  const reader = await connection.runAndReadAll(
    "SELECT column_name FROM duckdb_columns() WHERE database_name = current_database() AND schema_name = 'main' AND table_name = $1",
    [physicalTable(table)],
  );
  const names = new Set(reader.getRowsJson().map(([name]) => String(name)));
  return Array.from({ length: count }, (_, position) => position).filter((position) =>
    names.has(physicalColumn(position)),
  );
}

import type { DuckDBConnection } from '@duckdb/node-api';
import { indexModel } from '../../dax/bind/model-index.ts';
import { Fault } from '../../domain/faults.ts';
import { type InferredType, withTypes } from '../../model/inferred-types.ts';
import { physicalColumn, physicalTable } from '../../model/physical-names.ts';
import type { TabularModel } from '../../model/tabular-model.ts';
import { physicalFacts } from '../../query/physical-facts.ts';
import {
  type CalculationProblem,
  type Calculator,
  compileCalculation,
  presentColumns,
  runCalculation,
} from './model-calculate.ts';
import { type Calculation, calculationsOf } from './model-calculations.ts';
import { blankRowTables } from './model-keys.ts';
import { unifySpelling } from './model-spelling.ts';
import { rowsOf } from './source-rows.ts';

/** What DuckDB says of a table or column that is not there yet; it has no code for it. */
const NOT_THERE =
  /Table with name t\d+ does not exist|does not have a column named "c\d+"|Referenced column "c\d+" not found/;

/**
 * Computes the calculated columns and tables of a model whose other tables are there, and answers the types that the
 * definition leaves to their expressions. What needs something that is not there yet waits for the next round: each round
 * computes one thing at least, or those that are left need one another.
 */
export async function calculateAll(
  connection: DuckDBConnection,
  model: TabularModel,
  now: Date,
): Promise<readonly InferredType[]> {
  let types: readonly InferredType[] = [];
  let index = indexModel(model);
  let left = calculationsOf(model);
  let blank = new Set(await blankRowTables(connection, model));
  while (left.length > 0) {
    const next: Waiting[] = [];
    for (const calculation of left) {
      const tried = await tryToMake({ connection, index, now }, calculation, blank);
      if (!tried.isMade) {
        next.push({ calculation, problems: tried.problems });
        continue;
      }
      if (tried.types.length > 0) {
        types = [...types, ...tried.types];
        index = indexModel(withTypes(model, types));
      }
      if (isInRelationship(model, calculation)) blank = new Set(await blankRowTables(connection, index.model));
    }
    if (next.length === left.length) throw refused(next);
    left = next.map(({ calculation }) => calculation);
  }
  return types;
}

/** What could not be computed in a round; problems of an expression may go when a type that it needs is known. */
type Waiting = { readonly calculation: Calculation; readonly problems: readonly CalculationProblem[] };
type Tried =
  | { readonly isMade: true; readonly types: readonly InferredType[] }
  | { readonly isMade: false; readonly problems: readonly CalculationProblem[] };

const NOT_YET: Tried = { isMade: false, problems: [] };

async function tryToMake(calculator: Calculator, calculation: Calculation, blank: ReadonlySet<number>): Promise<Tried> {
  const { connection, index } = calculator;
  const columns = index.model.tables[calculation.table]?.columns ?? [];
  const present = await presentColumns(connection, calculation.table, columns.length);
  // A calculated column of a calculated table comes after the table.
  if (calculation.kind === 'column' && present.length === 0 && columns.length > 1) return NOT_YET;
  const facts = physicalFacts(index.model, { blankRowTables: [...blank], rowCounts: [] });
  const compiled = compileCalculation(index, calculation, present, facts);
  if (compiled.kind === 'wrong') return { isMade: false, problems: compiled.problems };
  try {
    const types = await runCalculation(calculator, calculation, compiled.statement);
    await unifySpelling(connection, physicalTable(calculation.table), await textsOf(connection, calculation));
    return { isMade: true, types };
  } catch (thrown) {
    if (thrown instanceof Error && NOT_THERE.test(thrown.message)) return NOT_YET;
    throw notComputed(calculation, thrown);
  }
}

/** The columns of text that were just made. */
async function textsOf(connection: DuckDBConnection, calculation: Calculation): Promise<readonly string[]> {
  const described = await rowsOf(connection, `DESCRIBE ${physicalTable(calculation.table)}`);
  const own = calculation.kind === 'column' ? physicalColumn(calculation.column) : undefined;
  return described
    .filter(([name, type]) => type === 'VARCHAR' && (own === undefined || name === own))
    .map(([name]) => String(name));
}

function isInRelationship(model: TabularModel, { table }: Calculation): boolean {
  return model.relationships.some(({ from, to }) => from.table === table || to.table === table);
}

const FIRST = 5;

function refused(left: readonly Waiting[]): Fault<'import-failed'> {
  const wrongOne = left.find(({ problems }) => problems.length > 0);
  return wrongOne === undefined
    ? circular(left.map(({ calculation }) => calculation))
    : wrong(wrongOne.calculation, wrongOne.problems);
}

function circular(left: readonly Calculation[]): Fault<'import-failed'> {
  const names = left.slice(0, FIRST).map(({ object }) => object);
  return new Fault('import-failed', {
    what: 'Calculated columns or tables need one another, so that none can be computed first',
    where: names.join('; '),
    advice: 'Change an expression so that it needs what is computed before it.',
  });
}

function wrong({ object }: Calculation, problems: readonly CalculationProblem[]): Fault<'import-failed'> {
  const [first] = problems;
  return new Fault('import-failed', {
    what: `The expression of a calculation cannot be computed: ${first?.message.replace(/\.$/, '') ?? 'it is not valid'}`,
    where: `${object}, line ${first?.line ?? 1}, column ${first?.column ?? 1} of its expression`,
    advice: 'Correct the expression and publish again.',
  });
}

function notComputed({ object }: Calculation, cause: unknown): Fault<'import-failed'> {
  const isMemory = cause instanceof Error && cause.message.includes('Out of Memory');
  return new Fault(
    'import-failed',
    {
      what: isMemory
        ? 'A calculation needs more memory than an import may use'
        : 'A calculation failed over the data of this package',
      where: object,
      advice: isMemory
        ? 'Make the column in the source of the data, or leave it out.'
        : 'A value may not fit the type of the column, or be a text where a number is needed. Check the expression.',
    },
    { cause },
  );
}

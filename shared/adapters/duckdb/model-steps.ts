import type { DuckDBConnection } from '@duckdb/node-api';
import { type CultureSigns, cultureSigns } from '../../source/m/culture-signs.ts';
import type { MStep, PlannedColumn } from '../../source/m/m-plan.ts';
import type { MScalar } from '../../source/m/m-syntax.ts';
import { CELL_OF, type Cell, tagged, textLiteral } from './model-cells.ts';
import { converted, isLost } from './model-convert.ts';
import { type Relation, type RelationColumn, tableFault } from './model-relation.ts';
import { rowsOf } from './source-rows.ts';

export type StepContext = { readonly connection: DuckDBConnection; readonly table: string; readonly culture: string };

/** A relation with the steps of its query applied; a fault names the step's column where it is missing. */
export async function applySteps(context: StepContext, start: Relation, steps: readonly MStep[]): Promise<Relation> {
  let relation = start;
  for (const step of steps) relation = await applyStep(context, relation, step);
  return relation;
}

async function applyStep(context: StepContext, relation: Relation, step: MStep): Promise<Relation> {
  switch (step.kind) {
    case 'promoteHeaders':
      return promoteHeaders(context, relation);
    case 'skip':
      return withoutFirst(relation, step.rows);
    case 'first': {
      const { fromBelowFirst: _, ...kept } = relation;
      return { ...kept, from: `(SELECT * FROM ${relation.from} LIMIT ${step.rows})` };
    }
    case 'types': {
      const signs = signsOf(context, step.culture ?? context.culture);
      const { table } = context;
      return step.columns.reduce(
        (made, column) => changed(made, table, column.name, (old) => typed(old, column, signs)),
        relation,
      );
    }
    case 'replace': {
      const { table } = context;
      return step.columns.reduce((made, name) => changed(made, table, name, (old) => replaced(old, step)), relation);
    }
    case 'rename':
      return rename(context, relation, step);
    case 'remove':
    case 'select':
      return choose(context, relation, step);
  }
}

function changed(
  relation: Relation,
  table: string,
  name: string,
  change: (column: RelationColumn) => RelationColumn,
): Relation {
  if (!relation.columns.some((column) => column.name === name)) throw noColumn(table, name, relation);
  return { ...relation, columns: relation.columns.map((column) => (column.name === name ? change(column) : column)) };
}

/** A column whose values are converted; a value that is lost by it is noticed when the table is made. */
export function typed(
  column: RelationColumn,
  { type }: Pick<PlannedColumn, 'type'>,
  signs: CultureSigns,
): RelationColumn {
  if (type === 'any') return column;
  const { cell, checks } = column;
  if (cell.type === 'text' && type === 'text') return column;
  const sql = converted(cell, type, signs);
  const text = cell.type === 'tagged' ? `substr(${cell.sql}, 2)` : `CAST(${cell.sql} AS VARCHAR)`;
  const check = { isLost: isLost(cell, type, signs), text, target: type };
  return { ...column, cell: { type: CELL_OF[type], sql }, checks: [...checks, check] };
}

function replaced(column: RelationColumn, step: Extract<MStep, { kind: 'replace' }>): RelationColumn {
  const { cell } = column;
  if (step.how === 'text') {
    const pair = `${textLiteral(String(step.from))}, ${textLiteral(String(step.to))}`;
    if (cell.type === 'text') return { ...column, cell: { type: 'text', sql: `replace(${filled(cell)}, ${pair})` } };
    if (cell.type !== 'tagged') return column;
    const inText = `CASE WHEN left(${cell.sql}, 1) = 's' THEN 's' || replace(substr(${cell.sql}, 2), ${pair}) ELSE ${cell.sql} END`;
    return { ...column, cell: { type: 'tagged', sql: inText } };
  }
  // An empty cell of a text file is read as null and means an empty text.
  if (cell.isNullEmpty === true && step.from === '' && step.to === null)
    return { ...column, cell: { type: 'text', sql: cell.sql } };
  const [from, to] = [scalarIn(cell, step.from), scalarIn(cell, step.to)];
  if (from === undefined) return column;
  if (to === undefined) return replaced({ ...column, cell: asTagged(cell) }, step);
  const value = filled(cell);
  const sql = `CASE WHEN ${value} IS NOT DISTINCT FROM ${from} THEN ${to} ELSE ${value} END`;
  return { ...column, cell: { type: cell.type, sql } };
}

const TAGS: Readonly<Record<Exclude<Cell['type'], 'tagged'>, string>> = {
  text: 's',
  whole: 'n',
  double: 'n',
  decimal: 'n',
  moment: 'd',
  logical: 'b',
};

/** The same values each with its kind, so that values of another kind have room among them. */
function asTagged(cell: Cell): Cell {
  if (cell.type === 'tagged') return cell;
  const text =
    cell.type === 'moment' ? `strftime(${cell.sql}, '%Y-%m-%dT%H:%M:%S.%f')` : `CAST(${filled(cell)} AS VARCHAR)`;
  return { type: 'tagged', sql: `('${TAGS[cell.type]}' || ${text})` };
}

/** SQL of a value with nulls that mean an empty text made one. */
export function filled({ sql, isNullEmpty }: Cell): string {
  return isNullEmpty === true ? `coalesce(${sql}, '')` : sql;
}

/** SQL of a literal as the cells of a column hold it; undefined where such a value cannot be among them. */
function scalarIn({ type }: Cell, value: MScalar): string | undefined {
  if (value === null) return 'NULL';
  if (type === 'tagged') return textLiteral(tagged(value) ?? '');
  if (typeof value === 'string') return type === 'text' ? textLiteral(value) : undefined;
  if (typeof value === 'boolean') return type === 'logical' ? String(value) : undefined;
  if (type === 'whole') return Number.isSafeInteger(value) ? String(value) : undefined;
  return type === 'double' || type === 'decimal' ? String(value) : undefined;
}

function withoutFirst(relation: Relation, rows: number): Relation {
  if (rows === 0) return relation;
  const { fromBelowFirst, ...kept } = relation;
  const below = rows === 1 ? fromBelowFirst : undefined;
  const from = below ?? `(SELECT * FROM ${relation.from} OFFSET ${rows})`;
  return { ...kept, from, rowsAbove: relation.rowsAbove + rows };
}

async function promoteHeaders({ connection, table }: StepContext, relation: Relation): Promise<Relation> {
  const { columns } = relation;
  const names = columns.map(({ cell }) => {
    const text = cell.type === 'tagged' ? `substr(${cell.sql}, 2)` : `CAST(${cell.sql} AS VARCHAR)`;
    return `coalesce(${text}, '')`;
  });
  const [row] = await rowsOf(connection, `SELECT ${names.join(', ')} FROM ${relation.from} LIMIT 1`);
  if (row === undefined) throw tableFault(table, 'There is no row for the column names', 'Give the file a header.');
  const taken = new Set<string>();
  const named = columns.map((column, index) => {
    const wanted = String(row[index] ?? '') || `Column${index + 1}`;
    let name = wanted;
    for (let copy = 1; taken.has(name); copy += 1) name = `${wanted}_${copy}`;
    taken.add(name);
    return { ...column, name };
  });
  return { ...withoutFirst(relation, 1), columns: named };
}

function rename(context: StepContext, relation: Relation, step: Extract<MStep, { kind: 'rename' }>): Relation {
  const isThere = (name: string) => relation.columns.some((column) => column.name === name);
  const lost = step.names.find(({ from }) => !isThere(from));
  if (lost !== undefined && !step.isLenient) throw noColumn(context.table, lost.from, relation);
  const names = new Map(step.names.map(({ from, to }) => [from, to]));
  const columns = relation.columns.map((column) => ({ ...column, name: names.get(column.name) ?? column.name }));
  return { ...relation, columns };
}

function choose(
  context: StepContext,
  relation: Relation,
  step: Extract<MStep, { kind: 'remove' | 'select' }>,
): Relation {
  const wanted = new Set(step.columns);
  const lost = step.columns.find((name) => !relation.columns.some((column) => column.name === name));
  if (lost !== undefined && !step.isLenient) throw noColumn(context.table, lost, relation);
  const isSelect = step.kind === 'select';
  return { ...relation, columns: relation.columns.filter(({ name }) => wanted.has(name) === isSelect) };
}

/** The signs of a culture that a step names. */
export function signsOf({ table }: Pick<StepContext, 'table'>, culture: string): CultureSigns {
  const signs = cultureSigns(culture);
  if (signs !== undefined) return signs;
  const advice = 'Name a culture such as "en-US" in the step that changes types.';
  throw tableFault(table, `The culture "${culture.slice(0, 40)}" is not known`, advice);
}

/** A column that a step or the model names and the rows do not have. */
export function noColumn(table: string, name: string, { columns }: Relation): Error {
  const near = columns.find((column) => column.name.trim().toLowerCase() === name.trim().toLowerCase());
  const hint = near === undefined ? '' : ` There is "${near.name}".`;
  return tableFault(table, 'A column that the query names is not in the data', `Check the header of the file.${hint}`, {
    where: `column "${name}"`,
  });
}

import type { ColumnRef } from '../../model/tabular-model.ts';
import type { BoundScalar } from '../bound.ts';
import type { Expression, Identifier, Span } from '../syntax.ts';
import { type BindProblemCode, nearestName } from './bind-problem.ts';
import { BROKEN, type Env, isHiddenColumn, isHiddenTable, report } from './environment.ts';
import { fold } from './model-index.ts';

export type Member = Extract<Expression, { kind: 'member' }>;

/** What a name of the model is to the caller; a hidden thing is missing like one that was never there. */
type Found<Place> = Place | 'hidden' | undefined;

export function findTable(env: Env, name: string): Found<number> {
  const { session } = env;
  const table = session.index.tables.get(fold(name));
  if (table === undefined) return undefined;
  if (isHiddenTable(session, table)) return 'hidden';
  if (session.index.model.tables[table]?.calculationGroup !== undefined) session.namedGroups.add(table);
  return table;
}

/** The table of that name, or a problem. */
export function resolveTable(env: Env, { name, span }: Identifier, what = 'Table'): number | undefined {
  const found = findTable(env, name);
  if (typeof found === 'number') return found;
  const names = env.session.index.model.tables.map((table) => table.name);
  reportUnknown(
    env,
    { code: 'table-unknown', span, what: `${what} '${name}'`, isHidden: found === 'hidden' },
    name,
    names,
  );
  return undefined;
}

export function findColumn(env: Env, table: number, name: string): Found<ColumnRef> {
  const column = env.session.index.columns[table]?.get(fold(name));
  if (column === undefined) return undefined;
  const ref = { table, column };
  return isHiddenColumn(env.session, ref) ? 'hidden' : ref;
}

/** The column of the model that the expression names, or a problem. */
export function resolveColumn(env: Env, expression: Expression | undefined, span: Span): ColumnRef | undefined {
  if (expression?.kind !== 'member') {
    report(env, 'argument-invalid', expression?.span ?? span, 'Expected a column, written Table[Column].');
    return undefined;
  }
  if (!isPlainMember(env, expression)) return undefined;
  const table = expression.table === undefined ? env.home : resolveTable(env, expression.table);
  if (expression.table !== undefined && table === undefined) return undefined;
  const found = table === undefined ? undefined : findColumn(env, table, expression.member.name);
  if (found !== undefined && found !== 'hidden') return found;
  if (table === undefined) {
    const { name } = expression.member;
    report(env, 'column-unknown', expression.span, `Column [${name}] cannot be found; write it as Table[${name}].`);
  } else reportUnknownColumn(env, expression, table, found === 'hidden');
  return undefined;
}

/** False, and a problem, for the column of a variation: `'Date'[Date].[Month]`. */
export function isPlainMember(env: Env, member: Member): boolean {
  if (member.variation === undefined) return true;
  const message = 'Columns of automatic date tables are not supported here; name a column of a date table.';
  report(env, 'not-supported', member.variation.span, message);
  return false;
}

export function reportUnknownColumn(
  env: Env,
  member: Member,
  table: number | undefined,
  isHidden: boolean,
): BoundScalar {
  const { index } = env.session;
  const tableName = table === undefined ? undefined : index.model.tables[table]?.name;
  const { name } = member.member;
  const what = tableName === undefined ? `Column or measure [${name}]` : `Column '${name}' in table '${tableName}'`;
  const names =
    table === undefined
      ? index.model.tables.flatMap((each) => each.measures.map((measure) => measure.name))
      : columnNames(env, table);
  const code = table === undefined ? 'measure-unknown' : 'column-unknown';
  return reportUnknown(env, { code, span: member.span, what, isHidden }, name, names);
}

export function reportUnknown(
  env: Env,
  missing: { readonly code: BindProblemCode; readonly span: Span; readonly what: string; readonly isHidden: boolean },
  name: string,
  names: Iterable<string>,
): BoundScalar {
  const { session } = env;
  const isOpen = session.hidden.tables.length + session.hidden.columns.length === 0;
  // A suggestion could be the name of something hidden, or of a measure that needs it.
  const near = isOpen ? nearestName(name, names) : undefined;
  const advice = near === undefined ? 'Check the name.' : `Did you mean '${near}'?`;
  report(env, missing.code, missing.span, `${missing.what} cannot be found. ${advice}`);
  const problem = session.problems.at(-1);
  if (missing.isHidden && problem !== undefined) session.secrets.add(problem);
  return BROKEN;
}

function columnNames(env: Env, table: number): readonly string[] {
  return env.session.index.model.tables[table]?.columns.map((column) => column.name) ?? [];
}

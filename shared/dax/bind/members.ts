import type { ColumnRef } from '../../model/tabular-model.ts';
import type { BoundScalar } from '../bound.ts';
import type { Span } from '../syntax.ts';
import { modelColumn } from './build.ts';
import { type Env, report } from './environment.ts';
import { findMeasure, referToMeasure } from './measures.ts';
import { fold } from './model-index.ts';
import { findColumn, findTable, isPlainMember, type Member, reportUnknownColumn, resolveTable } from './names.ts';
import { bareNameInRow, columnInRow, namedInRow } from './row-context.ts';
import { definedTableKey } from './variables.ts';

/** The value of `Table[Name]` or `[Name]`: a column of the current row, or a measure. */
export function bindMember(member: Member, env: Env): BoundScalar {
  if (!isPlainMember(env, member)) return report(env, 'not-supported', member.span, 'Column variations have no value.');
  return member.table === undefined ? bindBareName(member, env) : bindQualified(member, env);
}

/** Columns that expressions made come first, then measures, then columns of the model without their table's name. */
function bindBareName(member: Member, env: Env): BoundScalar {
  const { name } = member.member;
  const made = namedInRow(env, name, {});
  if (made !== undefined) return made;
  const measure = findMeasure(env, name);
  const reportMissing = () => reportUnknownColumn(env, member, undefined, true);
  if (measure !== undefined) return referToMeasure(env, measure, { span: member.span, reportMissing });
  const inRow = bareNameInRow(env, name);
  if (inRow !== undefined) return inRow;
  const own = env.home === undefined ? undefined : findColumn(env, env.home, name);
  if (own !== undefined && own !== 'hidden') return columnOrProblem(env, own, member.span);
  return reportUnknownColumn(env, member, undefined, own === 'hidden');
}

function bindQualified(member: Member, env: Env): BoundScalar {
  const qualifier = member.table?.name ?? '';
  const { name } = member.member;
  const defined = namedInRow(env, name, { qualifier });
  const table = findTable(env, qualifier);
  if (typeof table !== 'number') {
    if (defined !== undefined) return defined;
    if (isDefinedTable(env, qualifier)) return reportNoRow(env, qualifier, name, member.span);
    const missing = member.table === undefined ? undefined : resolveTable(env, member.table);
    return reportUnknownColumn(env, member, missing, false);
  }
  const column = findColumn(env, table, name);
  if (column !== undefined && column !== 'hidden') return columnOrProblem(env, column, member.span);
  const extension = bindDefinedColumn(env, table, name);
  if (extension !== undefined) return extension;
  const measure = findMeasure(env, name);
  const reportMissing = () => reportUnknownColumn(env, member, table, true);
  if (column === undefined && measure?.table === table) {
    return referToMeasure(env, measure, { span: member.span, reportMissing });
  }
  return reportUnknownColumn(env, member, table, column === 'hidden');
}

function columnOrProblem(env: Env, ref: ColumnRef, span: Span): BoundScalar {
  const value = columnInRow(env, ref);
  if (value !== undefined) return value;
  const { qualifier, name } = modelColumn(env.session, ref);
  return reportNoRow(env, qualifier ?? '', name, span);
}

function reportNoRow(env: Env, table: string, name: string, span: Span): BoundScalar {
  const message = `A single value for column '${name}' in table '${table}' cannot be determined: no row is current here. Aggregate it (SUM, MAX, …), or name it inside an iterator over its table.`;
  return report(env, 'row-context-missing', span, message);
}

function isDefinedTable(env: Env, name: string): boolean {
  return env.variables.has(definedTableKey(name));
}

/** A column that DEFINE COLUMN adds to a table: its expression in the row of that table. */
function bindDefinedColumn(env: Env, table: number, name: string): BoundScalar | undefined {
  const { definitions, binder } = env.session;
  const definition = definitions.columns.find((each) => each.table === table && fold(each.name) === fold(name));
  const row = env.rows.findLast(({ base }) => base === table);
  if (definition === undefined || row === undefined) return undefined;
  const inner = { ...env, source: definitions.source, rows: [row], home: table, depth: env.depth + 1 };
  return binder.scalar(definition.value, inner);
}

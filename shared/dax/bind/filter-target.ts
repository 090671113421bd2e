import type { ColumnRef } from '../../model/tabular-model.ts';
import type { FilterTarget } from '../bound.ts';
import type { Call } from './call.ts';
import { type Env, report } from './environment.ts';
import { findTable, resolveColumn, resolveTable } from './names.ts';
import { tableVariable } from './variables.ts';

/** What ALL, REMOVEFILTERS and their like are about: nothing named, one table, or columns. */
export function filterTarget(call: Call): FilterTarget | undefined {
  const [first, ...rest] = call.args;
  if (call.args.length === 0) return { kind: 'everything' };
  if (first?.kind === 'name') {
    if (rest.length > 0) {
      report(call.env, 'argument-count', call.span, `${call.name} takes one table, or columns.`);
      return undefined;
    }
    const table = modelTable(call.env, call, first.name);
    return table === undefined ? undefined : { kind: 'table', table };
  }
  const columns = columnsFrom(call, 0);
  return columns === undefined ? undefined : { kind: 'columns', columns };
}

/** The expanded table but for some columns: ALLEXCEPT(Table, Column, …). */
export function allButTarget(call: Call): Extract<FilterTarget, { kind: 'allExcept' }> | undefined {
  const [first] = call.args;
  const table = first?.kind === 'name' ? modelTable(call.env, call, first.name) : undefined;
  if (first?.kind !== 'name') report(call.env, 'argument-invalid', call.span, `${call.name} wants a table first.`);
  const columns = columnsFrom(call, 1);
  return table === undefined || columns === undefined ? undefined : { kind: 'allExcept', table, columns };
}

/** The columns that the arguments name from one on; `undefined`, and problems, where one is none. */
export function columnsFrom(call: Call, from: number): readonly ColumnRef[] | undefined {
  const columns = call.args.slice(from).map((arg) => resolveColumn(call.env, arg, call.span));
  const known = columns.filter((column) => column !== undefined);
  return known.length === columns.length ? known : undefined;
}

/** Columns of one table, as ALL takes them. */
export function isOneTable(env: Env, call: Call, columns: readonly ColumnRef[]): boolean {
  if (columns.every(({ table }) => table === columns[0]?.table)) return true;
  report(env, 'argument-invalid', call.span, `${call.name} takes columns of one table; use CROSSJOIN for several.`);
  return false;
}

function modelTable(env: Env, call: Call, name: string): number | undefined {
  const span = call.args[0]?.span ?? call.span;
  const found = findTable(env, name);
  const isVariable = typeof found !== 'number' && tableVariable(env, { name, isQuoted: false }) !== undefined;
  if (!isVariable) return typeof found === 'number' ? found : resolveTable(env, { name, span });
  report(env, 'argument-invalid', span, `${call.name} takes a table of the model, not the variable ${name}.`);
  return undefined;
}

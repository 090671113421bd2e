import type { BoundTable, FilterChange } from '../bound.ts';
import type { Expression } from '../syntax.ts';
import { type Call, type DaxFunction, wordArg } from './call.ts';
import { type Env, isBrokenTable, report } from './environment.ts';
import { allButTarget, filterTarget } from './filter-target.ts';
import { resolveColumn } from './names.ts';
import { bindPredicate } from './predicate.ts';
import { findRelationship, isDateKey } from './relationships.ts';

/** What the arguments of CALCULATE after the first do to the filter context, in the order of the text. */
export function filterChanges(env: Env, args: readonly (Expression | undefined)[]): readonly FilterChange[] {
  return args.flatMap((arg) => (arg === undefined ? [] : filterChange(env, arg)));
}

function filterChange(env: Env, arg: Expression): readonly FilterChange[] {
  if (arg.kind !== 'call') return tableOrCondition(env, arg, false);
  const modifier = MODIFIERS[arg.name];
  if (modifier === undefined) return tableOrCondition(env, arg, false);
  return modifier({ ...arg, env });
}

/** Functions that have a meaning of their own as arguments of CALCULATE. */
const MODIFIERS: Readonly<Record<string, (call: Call) => readonly FilterChange[]>> = {
  KEEPFILTERS: (call) => {
    const [arg] = call.args;
    return arg === undefined || !takes(call, [1, 1]) ? [] : tableOrCondition(call.env, arg, true);
  },
  ALL: remove,
  ALLNOBLANKROW: remove,
  ALLCROSSFILTERED: remove,
  REMOVEFILTERS: remove,
  ALLEXCEPT: (call) => {
    const what = allButTarget(call);
    return what === undefined ? [] : [{ kind: 'remove', what }];
  },
  ALLSELECTED: (call) => {
    const what = filterTarget(call);
    return what === undefined ? [] : [{ kind: 'allSelected', what }];
  },
  USERELATIONSHIP: (call) => {
    const relationship = takes(call, [2, 2]) ? relationshipOf(call) : undefined;
    return relationship === undefined ? [] : [{ kind: 'useRelationship', relationship }];
  },
  CROSSFILTER: crossFilter,
};

/** Names that mean nothing outside CALCULATE's arguments. */
export const MODIFIERS_ONLY: Readonly<Record<string, DaxFunction>> = Object.fromEntries(
  ['KEEPFILTERS', 'REMOVEFILTERS', 'ALLCROSSFILTERED', 'USERELATIONSHIP', 'CROSSFILTER'].map((name) => [
    name,
    {
      args: [0, Number.POSITIVE_INFINITY],
      scalar: ({ env, nameSpan }: Call) =>
        report(
          env,
          'argument-invalid',
          nameSpan,
          `${name} stands only in the arguments of CALCULATE and CALCULATETABLE.`,
        ),
    },
  ]),
);

function remove(call: Call): readonly FilterChange[] {
  const what = filterTarget(call);
  return what === undefined ? [] : [{ kind: 'remove', what }];
}

function takes(call: Call, [least, most]: readonly [number, number]): boolean {
  if (call.args.length >= least && call.args.length <= most) return true;
  report(call.env, 'argument-count', call.span, `${call.name} takes ${most} argument${most === 1 ? '' : 's'}.`);
  return false;
}

function relationshipOf(call: Call): number | undefined {
  const left = resolveColumn(call.env, call.args[0], call.span);
  const right = resolveColumn(call.env, call.args[1], call.span);
  if (left === undefined || right === undefined) return undefined;
  const found = findRelationship(call.env.session.index.model, left, right);
  if (found === undefined) {
    report(
      call.env,
      'relationship-unknown',
      call.span,
      `${call.name}: the model has no relationship between these columns.`,
    );
  }
  return found;
}

const DIRECTIONS = { NONE: 'none', ONEWAY: 'oneWay', BOTH: 'both' } as const;

function crossFilter(call: Call): readonly FilterChange[] {
  if (!takes(call, [3, 3])) return [];
  const relationship = relationshipOf(call);
  const word = wordArg(call, 2, ['NONE', 'ONEWAY', 'BOTH'] as const);
  if (relationship === undefined || word === undefined) return [];
  return [{ kind: 'crossFilter', relationship, direction: DIRECTIONS[word] }];
}

function tableOrCondition(env: Env, arg: Expression, keeps: boolean): readonly FilterChange[] {
  if (env.session.binder.isTable(arg, env)) return tableChange(env, env.session.binder.table(arg, env), keeps);
  const predicate = bindPredicate(env, arg, keeps);
  return predicate === undefined
    ? []
    : withDateTable(env, predicate.columns.length === 1 ? predicate.columns : [], predicate);
}

/** The rows of a table as a filter. */
export function tableChange(env: Env, table: BoundTable, keeps: boolean): readonly FilterChange[] {
  if (isBrokenTable(table)) return [];
  const lineage = table.columns.flatMap((column) => column.lineage ?? []);
  return withDateTable(env, table.columns.length === 1 ? lineage : [], { kind: 'table', table, keeps });
}

/** A filter of the date of a date table alone takes the place of all filters of that table. */
function withDateTable(
  env: Env,
  columns: readonly { readonly table: number; readonly column: number }[],
  change: Extract<FilterChange, { keeps: boolean }>,
): readonly FilterChange[] {
  const [only] = columns;
  if (only === undefined || change.keeps || !isDateKey(env.session.index.model, only)) return [change];
  return [{ kind: 'remove', what: { kind: 'table', table: only.table } }, change];
}

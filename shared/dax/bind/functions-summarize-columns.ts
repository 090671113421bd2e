import type { BoundColumn, BoundTable, FilterChange, SummarizeGroup, SummarizeValue } from '../bound.ts';
import type { Expression } from '../syntax.ts';
import { madeColumn, modelColumn } from './build.ts';
import { type Call, type FunctionTable, MANY } from './call.ts';
import { BROKEN_TABLE, type Env, isBrokenTable, report } from './environment.ts';
import { tableChange } from './filter-changes.ts';
import { areDistinct } from './functions-table.ts';
import { resolveColumn } from './names.ts';

type CallNode = Extract<Expression, { readonly kind: 'call' }>;

type Parts = {
  readonly groups: SummarizeGroup[];
  readonly filters: FilterChange[];
  readonly values: SummarizeValue[];
  /** The number of the next subtotal level, and of the next list of levels. */
  level: number;
  axis: number;
  isBroken: boolean;
};

/** SUMMARIZECOLUMNS(column, …, filter, …, "name", expression, …), in any order that can be told apart. */
function summarizeColumns(call: Call): BoundTable {
  const { env, args } = call;
  const parts: Parts = { groups: [], filters: [], values: [], level: 0, axis: 0, isBroken: false };
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index];
    if (arg?.kind === 'text') {
      addValue(call, parts, arg.value, args[index + 1]);
      index += 1;
    } else if (arg?.kind === 'member') addGroup(env, parts, arg, {});
    else if (arg?.kind === 'call' && arg.name === 'ROLLUPADDISSUBTOTAL') addRollup(env, parts, arg);
    else if (arg !== undefined) addFilter(env, parts, arg);
  }
  const { groups, filters, values } = parts;
  const columns = [
    ...groups.flatMap((group) => columnsOfGroup(env, group)),
    ...values.map(({ name, value }) => madeColumn(name, value.type)),
  ];
  if (parts.isBroken || !areDistinct(call, columns)) return BROKEN_TABLE;
  return { kind: 'summarizeColumns', columns, base: undefined, groups, filters, values };
}

function columnsOfGroup(env: Env, { column, subtotalName }: SummarizeGroup): readonly BoundColumn[] {
  const own = modelColumn(env.session, column);
  return subtotalName === undefined ? [own] : [own, madeColumn(subtotalName, 'Boolean')];
}

function addValue(call: Call, parts: Parts, name: string, expression: Expression | undefined): void {
  if (expression === undefined) {
    report(call.env, 'argument-count', call.span, `${call.name}: the column "${name}" has no expression.`);
    return;
  }
  const isIgnored = expression.kind === 'call' && expression.name === 'IGNORE' && expression.args.length === 1;
  const inner = isIgnored ? expression.args[0] : expression;
  const value = call.env.session.binder.scalar(inner ?? expression, call.env);
  parts.values.push({ name, value, isIgnored });
}

function addGroup(
  env: Env,
  parts: Parts,
  arg: Expression,
  {
    rollup,
    subtotalName,
    axis,
  }: { readonly rollup?: number; readonly subtotalName?: string | undefined; readonly axis?: number },
): void {
  const column = resolveColumn(env, arg, arg.span);
  if (column === undefined) parts.isBroken = true;
  else parts.groups.push({ column, rollup, subtotalName, ...(axis === undefined ? {} : { axis }) });
}

/** ROLLUPADDISSUBTOTAL(column or ROLLUPGROUP(column, …), "name", …): a subtotal above each level. */
function addRollup(env: Env, parts: Parts, node: CallNode): void {
  const axis = parts.axis;
  parts.axis += 1;
  let index = 0;
  while (index < node.args.length) {
    const arg = node.args[index];
    const name = node.args[index + 1];
    if (arg === undefined || name?.kind !== 'text') {
      const message =
        'ROLLUPADDISSUBTOTAL wants a column, then a name for its subtotal column; filters of levels are not supported.';
      report(env, arg === undefined ? 'argument-invalid' : 'not-supported', (arg ?? node).span, message);
      parts.isBroken = true;
      return;
    }
    const rollup = parts.level;
    parts.level += 1;
    const columns = arg.kind === 'call' && arg.name === 'ROLLUPGROUP' ? arg.args : [arg];
    columns.forEach((column, place) => {
      const subtotalName = place === columns.length - 1 ? name.value : undefined;
      addGroup(env, parts, column ?? arg, { rollup, subtotalName, axis });
    });
    index += 2;
  }
}

function addFilter(env: Env, parts: Parts, arg: Expression): void {
  if (arg.kind === 'call' && arg.name === 'NONVISUAL') {
    report(env, 'not-supported', arg.nameSpan, 'NONVISUAL is not supported.');
    return;
  }
  const keeps = arg.kind === 'call' && arg.name === 'KEEPFILTERS';
  const inner = keeps ? arg.args[0] : arg;
  const table = env.session.binder.table(inner ?? arg, env);
  if (isBrokenTable(table)) parts.isBroken = true;
  else parts.filters.push(...tableChange(env, table, keeps).filter(({ kind }) => kind === 'table'));
}

export const SUMMARIZE_COLUMNS: FunctionTable = {
  SUMMARIZECOLUMNS: { args: [0, MANY], table: summarizeColumns },
};

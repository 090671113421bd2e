import type { Dialect } from './dialect.ts';
import { isTextGroup, printGrouped } from './emit-grouped.ts';
import { createPrinter, type Printer } from './emit-predicate.ts';
import type { Constant, OutputColumn, Plan } from './plan.ts';
import type { RestrictedPlan } from './restrict.ts';

/** SQL that answers one JSON object with a list per column, `c0`, `c1`, … in the order of the plan's output. */
export type EmittedQuery = {
  readonly sql: string;
  readonly parameters: readonly Constant[];
  readonly columnCount: number;
};

/**
 * Prints a plan. One row more than the limit is fetched, which tells whether the answer is partial. Equal plans give
 * equal text.
 */
export function emit({ plan }: RestrictedPlan, dialect: Dialect): EmittedQuery {
  const { printer, parameters } = createPrinter(dialect);
  const aliases = plan.output.map((_, index) => `c${index}`);
  const sql = dialect.envelope(printRows(plan, aliases, printer), aliases);
  return { sql, parameters, columnCount: aliases.length };
}

function printRows(plan: Plan, aliases: readonly string[], printer: Printer): string {
  const { dialect } = printer;
  const columns = plan.output.map((column, index) => {
    const answer = dialect.answerValue(printShown(column, plan, dialect), column.type);
    return `${answer} AS ${dialect.quoteIdentifier(aliases[index] ?? '')}`;
  });
  const grouped = printGrouped(plan, printer);
  return [
    `SELECT ${columns.join(', ')} FROM (${grouped})`,
    ...printNotAllBlank(plan, dialect),
    ...printOrder(plan, dialect),
    `LIMIT ${printer.bind({ type: 'Int64', value: plan.limit + 1 })}`,
  ].join(' ');
}

/** The column as the grouped rows hold it; a period is shown by its first moment. */
function printShown(column: OutputColumn, plan: Plan, dialect: Dialect): string {
  if (column.from === 'value') return dialect.quoteIdentifier(`v${column.index}`);
  const group = plan.groups[column.index];
  if (group === undefined) throw new Error('A column of the answer is not in the plan.');
  if (isTextGroup(group)) return dialect.quoteIdentifier(`s${column.index}`);
  const key = dialect.quoteIdentifier(`g${column.index}`);
  return group.key.kind === 'truncate' ? dialect.periodStart(group.key.grain, key) : key;
}

/** A group of which every value is blank is not shown, as in Power BI. */
function printNotAllBlank(plan: Plan, dialect: Dialect): readonly string[] {
  if (plan.groups.length === 0 || plan.values.length === 0) return [];
  const parts = plan.values.map((_, index) => `${dialect.quoteIdentifier(`v${index}`)} IS NOT NULL`);
  return [`WHERE ${parts.join(' OR ')}`];
}

function printOrder(plan: Plan, dialect: Dialect): readonly string[] {
  const keys = plan.order.flatMap(({ output, direction }) => {
    const column = plan.output[output];
    if (column === undefined) return [];
    const operand = dialect.quoteIdentifier(column.from === 'group' ? `g${column.index}` : `v${column.index}`);
    return orderOperands(operand, column, dialect).map((key) => dialect.orderKey(key, direction));
  });
  return keys.length === 0 ? [] : [`ORDER BY ${keys.join(', ')}`];
}

function orderOperands(operand: string, column: OutputColumn, dialect: Dialect): readonly string[] {
  if (column.type !== 'String') return [operand];
  return dialect.textOrder(column.from === 'group' ? operand : dialect.foldText(operand));
}

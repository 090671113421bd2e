import type { ColumnRef } from '../../model/tabular-model.ts';
import type { BoundColumn, BoundScalar, BoundTable } from '../bound.ts';
import { allOf, modelColumn, valuesOf, withColumns } from './build.ts';
import { type Call, columnArg, tableArg, textArg } from './call.ts';
import { CALENDAR_YEAR, type YearEnd, yearEndOfText } from './date-periods.ts';
import { isBrokenTable, report } from './environment.ts';
import { bindTemplate } from './template.ts';

/** The dates that a function is about, and the column of the model that they are of. */
export type Dates = { readonly column: ColumnRef; readonly given: BoundTable };

/** The dates that an argument gives: those of a column in the context (rows becoming filters), or of a table. */
export function datesArg(call: Call, index: number): Dates | undefined {
  const [arg, env] = [call.args[index], call.env];
  if (arg?.kind !== 'member') {
    const table = tableArg(call, index);
    const column = table.columns[0]?.lineage;
    if (isBrokenTable(table)) return undefined;
    if (table.columns.length === 1 && column !== undefined) return { column, given: table };
    report(
      env,
      'argument-invalid',
      arg?.span ?? call.span,
      `${call.name} wants a table of one column of dates of the model.`,
    );
    return undefined;
  }
  const column = columnArg(call, index);
  if (column === undefined) return undefined;
  const { type } = modelColumn(env.session, column);
  if (type !== 'DateTime') {
    report(env, 'types-differ', arg.span, `${call.name} wants a column of dates; this one is of type ${type}.`);
    return undefined;
  }
  const values = valuesOf(env, [column], false);
  if (env.rows.length === 0) return { column, given: values };
  const { columns, base } = values;
  return { column, given: { kind: 'calculateTable', columns, base, table: values, changes: [] } };
}

/** The dates that a template makes of given ones. */
export function fromTemplate(
  call: Call,
  { column, given }: Dates,
  text: string,
  scalars: Readonly<Record<string, BoundScalar>> = {},
): BoundTable {
  const made: BoundColumn = { name: 'Date', qualifier: undefined, type: 'DateTime', lineage: column };
  const all = allOf(call.env, [column], { withBlankRow: false });
  const tables = { Dates: withColumns(given, [made]), AllDates: withColumns(all, [made]) };
  const table = bindTemplate(call.env, text, { tables, scalars });
  return isBrokenTable(table) ? table : withColumns(table, [modelColumn(call.env.session, column)]);
}

/** The end of the fiscal year, as `"6-30"`; 31 December where it is left out. */
export function yearEndArg(call: Call, index: number): YearEnd {
  const arg = call.args[index];
  if (arg === undefined) return CALENDAR_YEAR;
  const yearEnd = yearEndOfText(textArg(call, index));
  if (yearEnd !== undefined) return yearEnd;
  if (arg.kind === 'text') {
    report(
      call.env,
      'argument-invalid',
      arg.span,
      `"${arg.value}" is no end of a year; write month and day, as "6-30".`,
    );
  }
  return CALENDAR_YEAR;
}

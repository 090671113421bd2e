import type { ColumnRef } from '../../model/tabular-model.ts';
import type { BoundScalar, BoundTable } from '../bound.ts';
import { aggregateOf } from './aggregate.ts';
import { allOf, madeColumn, rowColumn, wholeNumber } from './build.ts';
import { type Call, type FunctionTable, scalarArg } from './call.ts';
import { CALENDAR_YEAR, firstDayOf, lastDayOf, type YearEnd } from './date-periods.ts';
import { BROKEN, BROKEN_TABLE, isHiddenColumn, newScope, report } from './environment.ts';
import { seriesOf } from './functions-literal.ts';
import { bindTemplate } from './template.ts';

/** Tables of days. */

function calendar(call: Call): BoundTable {
  const [from, to] = [scalarArg(call, 0), scalarArg(call, 1)];
  if (from === BROKEN || to === BROKEN) return BROKEN_TABLE;
  return seriesOf('Date', 'DateTime', [from, to, wholeNumber(1)]);
}

/** CALENDARAUTO(last month of the fiscal year): the whole years that the dates of the model lie in. */
function calendarAuto(call: Call): BoundTable {
  const month = lastMonth(call);
  const columns = dateColumns(call);
  if (month === undefined) return BROKEN_TABLE;
  if (columns.length === 0) {
    report(call.env, 'argument-invalid', call.span, 'CALENDARAUTO finds no column of dates in the model.');
    return BROKEN_TABLE;
  }
  const yearEnd: YearEnd =
    month === 12 ? CALENDAR_YEAR : { month, day: new Date(Date.UTC(2024, month, 0)).getUTCDate() };
  const tables = { Firsts: outermost(call, columns, 'min'), Lasts: outermost(call, columns, 'max') };
  const from = 'VAR First = MINX(Firsts, [Date])';
  const to = 'VAR Last = MAXX(Lasts, [Date])';
  const ends = `${firstDayOf('YEAR', 'First', yearEnd)}, ${lastDayOf('YEAR', 'Last', yearEnd)}`;
  return bindTemplate(call.env, `${from} ${to} RETURN CALENDAR(${ends})`, { tables, scalars: {} });
}

function lastMonth(call: Call): number | undefined {
  const [arg] = call.args;
  const month = arg === undefined ? 12 : arg.kind === 'number' ? Number(arg.value.text) : Number.NaN;
  if (Number.isInteger(month) && month >= 1 && month <= 12) return month;
  report(call.env, 'argument-invalid', call.span, 'CALENDARAUTO wants a constant month, 1 to 12.');
  return undefined;
}

/** Columns of dates that are loaded; what is calculated does not count. */
function dateColumns(call: Call): readonly ColumnRef[] {
  const { session } = call.env;
  return session.index.model.tables
    .flatMap(({ columns }, table) =>
      columns.flatMap(({ dataType, source }, column) =>
        dataType === 'DateTime' && source.kind === 'data' ? { table, column } : [],
      ),
    )
    .filter((ref) => !isHiddenColumn(session, ref));
}

/** A row for each column with its first or last date. */
function outermost(call: Call, columns: readonly ColumnRef[], name: 'min' | 'max'): BoundTable {
  const rows = columns.map((column): readonly BoundScalar[] => {
    const table = allOf(call.env, [column], { withBlankRow: false });
    const scope = newScope(call.env);
    return [aggregateOf(name, { table, scope, value: rowColumn(scope, table.columns, 0) })];
  });
  return { kind: 'literal', columns: [madeColumn('Date', 'DateTime')], base: undefined, rows };
}

export const CALENDAR_FUNCTIONS: FunctionTable = {
  CALENDAR: { args: [2, 2], table: calendar },
  CALENDARAUTO: { args: [0, 1], table: calendarAuto },
};

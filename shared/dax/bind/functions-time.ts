import type { BoundScalar, BoundTable, FilterChange } from '../bound.ts';
import { wholeNumber } from './build.ts';
import { type Call, type DaxFunction, type FunctionTable, hasArg, scalarArg, wordArg } from './call.ts';
import { type Dates, datesArg, fromTemplate, yearEndArg } from './date-arguments.ts';
import { monthsOf, type Unit, type YearEnd } from './date-periods.ts';
import * as templates from './date-templates.ts';
import { BROKEN, BROKEN_TABLE, isBrokenTable, report } from './environment.ts';
import { filterChanges, tableChange } from './filter-changes.ts';
import { applyOperator, asType } from './scalar-calls.ts';

/** Time intelligence: each function is a text of `date-templates.ts`, bound around its dates. */

/** A function of dates and, by the year, of the year's end. */
function periodFunction(unit: Unit, template: (unit: Unit, yearEnd: YearEnd) => string): DaxFunction {
  return {
    args: [1, unit === 'YEAR' ? 2 : 1],
    table: (call) => {
      const dates = datesArg(call, 0);
      const yearEnd = yearEndArg(call, 1);
      return dates === undefined ? BROKEN_TABLE : fromTemplate(call, dates, template(unit, yearEnd));
    },
  };
}

function textFunction(text: string): DaxFunction {
  return {
    args: [1, 1],
    table: (call) => {
      const dates = datesArg(call, 0);
      return dates === undefined ? BROKEN_TABLE : fromTemplate(call, dates, text);
    },
  };
}

/** Steps of a unit as days or months. */
function stepsOf(call: Call, unit: Unit | undefined, index: number): BoundScalar {
  const count = asType(scalarArg(call, index), 'Int64');
  const months = unit === undefined ? 1 : monthsOf(unit);
  if (months < 2) return count;
  if (count.kind === 'constant') return { ...count, value: Number(count.value) * months };
  return applyOperator(call.env, call.span, '*', [count, wholeNumber(months)]);
}

const UNITS = ['DAY', 'MONTH', 'QUARTER', 'YEAR'] as const;

function movedDates(call: Call, dates: Dates | undefined, unit: Unit | undefined, n: BoundScalar): BoundTable {
  if (dates === undefined || unit === undefined || n === BROKEN) return BROKEN_TABLE;
  const table = fromTemplate(call, dates, templates.moved(unit), { N: n });
  if (isBrokenTable(table)) return table;
  const { columns } = table;
  return { kind: 'treatAs', columns, base: undefined, table, as: [dates.column] };
}

function dateAdd(call: Call): BoundTable {
  const unit = wordArg(call, 2, UNITS);
  return movedDates(call, datesArg(call, 0), unit, stepsOf(call, unit, 1));
}

function lastYear(call: Call): BoundTable {
  return movedDates(call, datesArg(call, 0), 'YEAR', wholeNumber(-12));
}

function parallelPeriod(call: Call): BoundTable {
  const dates = datesArg(call, 0);
  const unit = wordArg(call, 2, ['MONTH', 'QUARTER', 'YEAR'] as const);
  const N = stepsOf(call, unit, 1);
  if (dates === undefined || unit === undefined || N === BROKEN) return BROKEN_TABLE;
  return fromTemplate(call, dates, templates.parallelPeriod(unit), { N });
}

function datesBetween(call: Call): BoundTable {
  const dates = datesArg(call, 0);
  const [Start, End] = [asType(scalarArg(call, 1), 'DateTime'), asType(scalarArg(call, 2), 'DateTime')];
  if (dates === undefined || Start === BROKEN || End === BROKEN) return BROKEN_TABLE;
  return fromTemplate(call, dates, templates.datesBetween(limitOf(Start), limitOf(End)), { Start, End });
}

function limitOf(value: BoundScalar): templates.Limit {
  if (value.kind === 'blank') return 'absent';
  return value.kind === 'constant' || value.kind === 'moment' ? 'present' : 'unknown';
}

function datesInPeriod(call: Call): BoundTable {
  const dates = datesArg(call, 0);
  const Start = asType(scalarArg(call, 1), 'DateTime');
  const unit = wordArg(call, 3, UNITS);
  const N = stepsOf(call, unit, 2);
  if (dates === undefined || unit === undefined || Start === BROKEN || N === BROKEN) return BROKEN_TABLE;
  const sign = N.kind !== 'constant' ? 'unknown' : Number(N.value) < 0 ? 'negative' : 'positive';
  return fromTemplate(call, dates, templates.period(unit, sign), { Start, N });
}

/** TOTALYTD(expression, dates, filter, "6-30") and its like: CALCULATE over the dates of a template. */
function calculateOver(unit: Unit, template: (unit: Unit, yearEnd: YearEnd) => string): DaxFunction {
  return {
    args: [2, unit === 'YEAR' ? 4 : 3],
    scalar: (call) => {
      const isYearEnd = unit === 'YEAR' && call.args[2]?.kind === 'text';
      const yearEnd = yearEndArg(call, isYearEnd ? 2 : 3);
      const dates = datesArg(call, 1);
      const table = dates === undefined ? BROKEN_TABLE : fromTemplate(call, dates, template(unit, yearEnd));
      const filters = isYearEnd || !hasArg(call, 2) ? [] : filterChanges(call.env, [call.args[2]]);
      return calculated(call, [...tableChange(call.env, table, false), ...filters], isBrokenTable(table));
    },
  };
}

function calculated(call: Call, changes: readonly FilterChange[], isBroken: boolean): BoundScalar {
  if (call.env.isPredicate) {
    const message = `${call.name} cannot be part of a condition of CALCULATE; put its value into a variable before.`;
    return report(call.env, 'predicate-invalid', call.span, message);
  }
  const expression = scalarArg(call, 0);
  if (isBroken || expression === BROKEN) return BROKEN;
  return { kind: 'calculate', type: expression.type, expression, changes };
}

/** For each of the units the function of that name: DATESYTD, NEXTMONTH, … */
function perUnit(names: Readonly<Partial<Record<Unit, string>>>, make: (unit: Unit) => DaxFunction): FunctionTable {
  return Object.fromEntries(UNITS.flatMap((unit) => (names[unit] === undefined ? [] : [[names[unit], make(unit)]])));
}

function named(prefix: string, units: readonly Unit[] = ['MONTH', 'QUARTER', 'YEAR']): Partial<Record<Unit, string>> {
  return Object.fromEntries(units.map((unit) => [unit, `${prefix}${unit}`]));
}

const dayBefore = (unit: Unit, yearEnd: YearEnd) => templates.startOf(unit, yearEnd, true);
const TO_DATE = { MONTH: 'DATESMTD', QUARTER: 'DATESQTD', YEAR: 'DATESYTD' };
const TOTAL = { MONTH: 'TOTALMTD', QUARTER: 'TOTALQTD', YEAR: 'TOTALYTD' };

export const TIME_FUNCTIONS: FunctionTable = {
  ...perUnit(TO_DATE, (unit) => periodFunction(unit, templates.toDate)),
  ...perUnit(TOTAL, (unit) => calculateOver(unit, templates.toDate)),
  ...perUnit(named('PREVIOUS', UNITS), (unit) => periodFunction(unit, templates.previous)),
  ...perUnit(named('NEXT', UNITS), (unit) => periodFunction(unit, templates.next)),
  ...perUnit(named('STARTOF'), (unit) => periodFunction(unit, (each, yearEnd) => templates.startOf(each, yearEnd))),
  ...perUnit(named('ENDOF'), (unit) => periodFunction(unit, templates.endOf)),
  ...perUnit(named('OPENINGBALANCE'), (unit) => calculateOver(unit, dayBefore)),
  ...perUnit(named('CLOSINGBALANCE'), (unit) => calculateOver(unit, templates.endOf)),
  FIRSTDATE: textFunction(templates.FIRST_DATE),
  LASTDATE: textFunction(templates.LAST_DATE),
  DATEADD: { args: [3, 3], table: dateAdd },
  SAMEPERIODLASTYEAR: { args: [1, 1], table: lastYear },
  PARALLELPERIOD: { args: [3, 3], table: parallelPeriod },
  DATESBETWEEN: { args: [3, 3], table: datesBetween },
  DATESINPERIOD: { args: [4, 4], table: datesInPeriod },
};

import type { AggregateName, BoundScalar } from '../bound.ts';
import { aggregateOf, columnOfRows, type RowValue } from './aggregate.ts';
import { countRows, distinctOf, pick, rowColumn, rowsOf, text, wholeNumber } from './build.ts';
import { type Call, type DaxFunction, type FunctionTable, hasArg, MANY, scalarArg, tableArg } from './call.ts';
import { BROKEN, isBrokenTable, newScope, openRow, report } from './environment.ts';
import { orderingsFrom } from './orderings.ts';
import { applyFunction, asType } from './scalar-calls.ts';

/** Functions that make one value of a column's, or of an expression's for each row. */

/** The rows of a table with the value of an expression for each. */
function expressionOfRows(call: Call): RowValue {
  const table = tableArg(call, 0);
  const row = openRow(call.env, table);
  return { table, scope: row.scope, value: scalarArg(call, 1, row.env) };
}

function ofColumn(name: AggregateName, { isNumeric = false }: { readonly isNumeric?: boolean } = {}): DaxFunction {
  return {
    args: [1, 1],
    scalar: (call) => {
      const rows = columnOfRows(call, 0);
      if (!isNumeric || rows.value.type !== 'String') return aggregateOf(name, rows);
      return report(call.env, 'types-differ', call.span, `${call.name} cannot work with a column of texts.`);
    },
  };
}

function ofRows(name: AggregateName): DaxFunction {
  return { args: [2, 2], scalar: (call) => aggregateOf(name, expressionOfRows(call)) };
}

/** MIN and MAX of a column, or of two values. */
function leastOrMost(name: 'min' | 'max'): DaxFunction {
  const ofOne = ofColumn(name).scalar;
  return {
    args: [1, 2],
    scalar: (call) =>
      ofOne === undefined || hasArg(call, 1)
        ? applyFunction(call.env, call.span, call.name, [scalarArg(call, 0), scalarArg(call, 1)])
        : ofOne(call),
  };
}

/** The forms ending in A take logical values as numbers, and texts as 0. */
function ofAnything(name: 'min' | 'max' | 'average'): (rows: RowValue, call: Call) => BoundScalar {
  return (rows, call) => {
    const { value } = rows;
    if (value.type === 'Boolean') return aggregateOf(name, { ...rows, value: asType(value, 'Int64') });
    if (value.type !== 'String') return aggregateOf(name, rows);
    const isBlank = applyFunction(call.env, call.span, 'ISBLANK', [value]);
    const zero = applyFunction(call.env, call.span, 'IF', [isBlank, { kind: 'blank', type: 'Int64' }, wholeNumber(0)]);
    return aggregateOf(name, { ...rows, value: zero });
  };
}

function percentile(name: 'percentileInc' | 'percentileExc', isIterator: boolean): DaxFunction {
  const count = isIterator ? 3 : 2;
  return {
    args: [count, count],
    scalar: (call) => {
      const rows = isIterator ? expressionOfRows(call) : columnOfRows(call, 0);
      return aggregateOf(name, rows, { argument: asType(scalarArg(call, count - 1), 'Double') });
    },
  };
}

function distinctCount(call: Call): BoundScalar {
  return aggregateOf('countDistinct', columnOfRows(call, 0));
}

function distinctCountNoBlank(call: Call): BoundScalar {
  const { table, scope, value } = columnOfRows(call, 0);
  if (value === BROKEN || value.kind !== 'rowColumn') return aggregateOf('countDistinct', { table, scope, value });
  const values = distinctOf(pick(table, [value.column]));
  const inner = newScope(call.env);
  return aggregateOf('count', { table: values, scope: inner, value: rowColumn(inner, values.columns, 0) });
}

function countTheRows(call: Call): BoundScalar {
  const { env, span } = call;
  if (hasArg(call, 0)) {
    const table = tableArg(call, 0);
    return isBrokenTable(table) ? BROKEN : countRows(env, table);
  }
  if (env.home === undefined) return report(env, 'argument-count', span, 'COUNTROWS needs a table here.');
  return countRows(env, rowsOf(env, env.home));
}

/** CONCATENATEX(table, expression, delimiter, order, direction, …). */
function concatenateEach(call: Call): BoundScalar {
  const table = tableArg(call, 0);
  const row = openRow(call.env, table);
  const value = scalarArg(call, 1, row.env);
  const argument = hasArg(call, 2) ? asType(scalarArg(call, 2), 'String') : text('');
  const orderBy = orderingsFrom(call, 3, { env: row.env, standard: 'descending' });
  return aggregateOf('concatenate', { table, scope: row.scope, value }, { argument, orderBy });
}

const numeric = { isNumeric: true };

export const AGGREGATE_FUNCTIONS: FunctionTable = {
  SUM: ofColumn('sum', numeric),
  AVERAGE: ofColumn('average', numeric),
  MIN: leastOrMost('min'),
  MAX: leastOrMost('max'),
  PRODUCT: ofColumn('product', numeric),
  COUNT: ofColumn('count'),
  COUNTA: ofColumn('count'),
  COUNTBLANK: ofColumn('countBlank'),
  DISTINCTCOUNT: { args: [1, 1], scalar: distinctCount },
  APPROXIMATEDISTINCTCOUNT: { args: [1, 1], scalar: distinctCount },
  DISTINCTCOUNTNOBLANK: { args: [1, 1], scalar: distinctCountNoBlank },
  COUNTROWS: { args: [0, 1], scalar: countTheRows },
  MEDIAN: ofColumn('median', numeric),
  GEOMEAN: ofColumn('geomean', numeric),
  'STDEV.P': ofColumn('stdevP', numeric),
  'STDEV.S': ofColumn('stdevS', numeric),
  'VAR.P': ofColumn('varP', numeric),
  'VAR.S': ofColumn('varS', numeric),
  'PERCENTILE.INC': percentile('percentileInc', false),
  'PERCENTILE.EXC': percentile('percentileExc', false),
  MINA: { args: [1, 1], scalar: (call) => ofAnything('min')(columnOfRows(call, 0), call) },
  MAXA: { args: [1, 1], scalar: (call) => ofAnything('max')(columnOfRows(call, 0), call) },
  AVERAGEA: { args: [1, 1], scalar: (call) => ofAnything('average')(columnOfRows(call, 0), call) },
  SUMX: ofRows('sum'),
  AVERAGEX: ofRows('average'),
  MINX: { ...ofRows('min'), args: [2, 3] },
  MAXX: { ...ofRows('max'), args: [2, 3] },
  PRODUCTX: ofRows('product'),
  COUNTX: ofRows('count'),
  COUNTAX: ofRows('count'),
  MEDIANX: ofRows('median'),
  GEOMEANX: ofRows('geomean'),
  'STDEVX.P': ofRows('stdevP'),
  'STDEVX.S': ofRows('stdevS'),
  'VARX.P': ofRows('varP'),
  'VARX.S': ofRows('varS'),
  'PERCENTILEX.INC': percentile('percentileInc', true),
  'PERCENTILEX.EXC': percentile('percentileExc', true),
  CONCATENATEX: { args: [2, MANY], scalar: concatenateEach },
};

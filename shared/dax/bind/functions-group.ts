import type {
  AggregateName,
  BoundColumn,
  BoundScalar,
  BoundTable,
  FilterChange,
  GroupValue,
  NamedValue,
} from '../bound.ts';
import type { Expression } from '../syntax.ts';
import { AGGREGATES, aggregateOf } from './aggregate.ts';
import { madeColumn, modelColumn, rowColumn } from './build.ts';
import { type Call, columnArg, type FunctionTable, MANY, namedArgs, tableArg } from './call.ts';
import { columnPlace, placeOfMember } from './column-place.ts';
import { BROKEN, BROKEN_TABLE, type Env, isBrokenTable, newVariable, openRow, report } from './environment.ts';
import { areDistinct } from './functions-table.ts';
import { relatedInRow } from './row-context.ts';

/** How many arguments from one on are columns, before the first name in quotes. */
function countColumns(call: Call, from: number): number {
  const rest = call.args.slice(from).findIndex((arg) => arg?.kind === 'text');
  return rest === -1 ? call.args.length - from : rest;
}

/** SUMMARIZE(table, column, …, "name", expression, …). */
function summarize(call: Call): BoundTable {
  const table = tableArg(call, 0);
  const count = countColumns(call, 1);
  const row = openRow(call.env, table);
  const groups = Array.from({ length: count }, (_, index) => groupBy(call, index + 1, table, row));
  const known = groups.filter((group) => group !== undefined);
  const pairs = namedArgs(call, count + 1);
  if (isBrokenTable(table) || known.length < groups.length) return BROKEN_TABLE;
  const columns = known.map(({ column }) => column);
  const by = known.map(({ value }) => value);
  const grouped: BoundTable = { kind: 'summarize', columns, base: undefined, table, scope: row.scope, by };
  if (!areDistinct(call, columns)) return BROKEN_TABLE;
  if (pairs.length === 0) return grouped;
  if (table.kind === 'rows') return withExtensions(call, grouped, pairs, []);
  const variable = newVariable(call.env);
  const held: BoundTable = { kind: 'variable', columns: table.columns, base: table.base, variable };
  const body = withExtensions(call, { ...grouped, table: held }, pairs, [{ kind: 'table', table: held, keeps: true }]);
  if (isBrokenTable(body)) return body;
  return { kind: 'letTable', columns: body.columns, base: undefined, variable, value: table, body };
}

type GroupColumn = { readonly column: BoundColumn; readonly value: BoundScalar };

function groupBy(
  call: Call,
  index: number,
  table: BoundTable,
  row: { readonly scope: number; readonly env: Env },
): GroupColumn | undefined {
  const arg = call.args[index];
  if (arg?.kind === 'call' && /^(ROLLUP|ROLLUPGROUP)$/.test(arg.name)) {
    report(
      call.env,
      'not-supported',
      arg.span,
      `${arg.name} in SUMMARIZE is not supported; use SUMMARIZECOLUMNS with ROLLUPADDISSUBTOTAL.`,
    );
    return undefined;
  }
  const place = arg?.kind === 'member' ? placeOfMember(table, arg) : undefined;
  const column = place === undefined ? undefined : table.columns[place];
  if (place !== undefined && column !== undefined) {
    return { column, value: rowColumn(row.scope, table.columns, place) };
  }
  const ref = columnArg(call, index);
  if (ref === undefined || isBrokenTable(table)) return undefined;
  const value = relatedInRow({ ...row.env, rows: row.env.rows.slice(-1) }, ref, arg?.span ?? call.span);
  return value === BROKEN ? undefined : { column: modelColumn(call.env.session, ref), value };
}

/** Expressions of SUMMARIZE see the rows of their group; `changes` keep those to the rows of the table. */
function withExtensions(
  call: Call,
  grouped: Extract<BoundTable, { kind: 'summarize' }>,
  pairs: readonly { readonly name: string; readonly value: Expression }[],
  changes: readonly FilterChange[],
): BoundTable {
  const row = openRow(call.env, grouped);
  const values = pairs.map(({ name, value }): NamedValue => {
    const expression = call.env.session.binder.scalar(value, row.env);
    return {
      name,
      value: expression === BROKEN ? BROKEN : { kind: 'calculate', type: expression.type, expression, changes },
    };
  });
  const columns = [...grouped.columns, ...values.map(({ name, value }) => madeColumn(name, value.type))];
  if (!areDistinct(call, columns)) return BROKEN_TABLE;
  return { kind: 'addColumns', columns, base: undefined, table: grouped, scope: row.scope, values };
}

/** GROUPBY(table, column, …, "name", SUMX(CURRENTGROUP(), …), …). */
function groupByFunction(call: Call): BoundTable {
  const table = tableArg(call, 0);
  const count = countColumns(call, 1);
  const by = isBrokenTable(table)
    ? []
    : Array.from({ length: count }, (_, index) => columnPlace(call, index + 1, table));
  const known = by.filter((place) => place !== undefined);
  const pairs = namedArgs(call, count + 1);
  if (isBrokenTable(table) || known.length < count) return BROKEN_TABLE;
  const values = pairs.flatMap((pair) => groupValue(call, table, pair) ?? []);
  const columns = [
    ...known.flatMap((place) => table.columns[place] ?? []),
    ...values.map(({ name, type }) => madeColumn(name, type)),
  ];
  if (values.length < pairs.length || !areDistinct(call, columns)) return BROKEN_TABLE;
  return { kind: 'groupBy', columns, base: undefined, table, by: known, values };
}

const GROUP_AGGREGATES: Readonly<Record<string, AggregateName>> = {
  SUMX: 'sum',
  AVERAGEX: 'average',
  MINX: 'min',
  MAXX: 'max',
  COUNTX: 'count',
  COUNTAX: 'count',
  PRODUCTX: 'product',
  MEDIANX: 'median',
  GEOMEANX: 'geomean',
  'STDEVX.P': 'stdevP',
  'STDEVX.S': 'stdevS',
  'VARX.P': 'varP',
  'VARX.S': 'varS',
  COUNTROWS: 'countRows',
};

function groupValue(
  call: Call,
  table: BoundTable,
  { name, value }: { readonly name: string; readonly value: Expression },
): GroupValue | undefined {
  const aggregate = value.kind === 'call' ? GROUP_AGGREGATES[value.name] : undefined;
  const [group, expression] = value.kind === 'call' ? value.args : [];
  if (aggregate === undefined || group?.kind !== 'call' || group.name !== 'CURRENTGROUP') {
    const message = `GROUPBY: "${name}" must be an iterator over CURRENTGROUP(), as SUMX(CURRENTGROUP(), …).`;
    report(call.env, 'not-supported', value.span, message);
    return undefined;
  }
  const row = openRow(call.env, table);
  if (aggregate === 'countRows' || expression === undefined) {
    return {
      name,
      scope: row.scope,
      aggregate: 'countRows',
      value: undefined,
      type: AGGREGATES.countRows.type('Int64'),
    };
  }
  const bound = call.env.session.binder.scalar(expression, row.env);
  const whole = aggregateOf(aggregate, { table, scope: row.scope, value: bound });
  if (whole.kind === 'aggregate') return { name, scope: row.scope, aggregate, value: whole.value, type: whole.type };
  if (whole !== BROKEN) report(call.env, 'not-supported', value.span, 'GROUPBY cannot sum or average dates.');
  return undefined;
}

function currentGroup(call: Call): BoundTable {
  report(call.env, 'argument-invalid', call.span, 'CURRENTGROUP stands only in the expressions of GROUPBY.');
  return BROKEN_TABLE;
}

export const GROUP_FUNCTIONS: FunctionTable = {
  SUMMARIZE: { args: [1, MANY], table: summarize },
  GROUPBY: { args: [1, MANY], table: groupByFunction },
  CURRENTGROUP: { args: [0, 0], table: currentGroup },
};

import type { AggregateName, BoundScalar, BoundTable, DaxType, Ordering, Scope } from '../bound.ts';
import { toNumber } from '../scalar/convert.ts';
import { aggregate, rowsOf } from './build.ts';
import type { Call } from './call.ts';
import { BROKEN, BROKEN_TABLE, type Env, isBrokenTable, openRow, report } from './environment.ts';
import { findTable, resolveColumn } from './names.ts';
import { asType } from './scalar-calls.ts';
import { tableVariable } from './variables.ts';

/** The value of each row of a table, to be aggregated. */
export type RowValue = { readonly table: BoundTable; readonly scope: Scope; readonly value: BoundScalar };

type Kind = {
  readonly name: AggregateName;
  /** How values are made ready; dates are summed as numbers and become dates again. */
  readonly takes: 'number' | 'double' | 'text' | 'any' | 'rows';
  readonly type: (value: DaxType) => DaxType;
};

const same = (type: DaxType): DaxType => type;
const int = (): DaxType => 'Int64';
const double = (): DaxType => 'Double';

export const AGGREGATES: Readonly<Record<AggregateName, Kind>> = {
  sum: { name: 'sum', takes: 'number', type: same },
  average: { name: 'average', takes: 'number', type: (type) => (type === 'Int64' ? 'Double' : type) },
  min: { name: 'min', takes: 'any', type: same },
  max: { name: 'max', takes: 'any', type: same },
  product: { name: 'product', takes: 'double', type: double },
  count: { name: 'count', takes: 'any', type: int },
  countRows: { name: 'countRows', takes: 'rows', type: int },
  countBlank: { name: 'countBlank', takes: 'any', type: int },
  countDistinct: { name: 'countDistinct', takes: 'any', type: int },
  median: { name: 'median', takes: 'double', type: double },
  percentileInc: { name: 'percentileInc', takes: 'double', type: double },
  percentileExc: { name: 'percentileExc', takes: 'double', type: double },
  stdevP: { name: 'stdevP', takes: 'double', type: double },
  stdevS: { name: 'stdevS', takes: 'double', type: double },
  varP: { name: 'varP', takes: 'double', type: double },
  varS: { name: 'varS', takes: 'double', type: double },
  geomean: { name: 'geomean', takes: 'double', type: double },
  concatenate: { name: 'concatenate', takes: 'text', type: () => 'String' },
};

/** The aggregate of a value of each row, converted as the aggregate wants it. */
export function aggregateOf(
  name: AggregateName,
  { table, scope, value }: RowValue,
  rest: { readonly argument?: BoundScalar | undefined; readonly orderBy?: readonly Ordering[] } = {},
): BoundScalar {
  if (isBrokenTable(table) || value === BROKEN || rest.argument === BROKEN) return BROKEN;
  const kind = AGGREGATES[name];
  const isDate = value.type === 'DateTime' && (kind.takes === 'number' || kind.takes === 'double');
  const ready = isDate ? asType(value, 'Double') : made(kind, value);
  const type = kind.type(ready.type);
  const whole = aggregate({ name, type, table, scope, value: ready, ...rest });
  return isDate && kind.type !== int && !isSpread(name) ? asType(whole, 'DateTime') : whole;
}

function made(kind: Kind, value: BoundScalar): BoundScalar {
  if (kind.takes === 'number') return toNumber(value);
  if (kind.takes === 'double') return asType(toNumber(value), 'Double');
  return kind.takes === 'text' ? asType(value, 'String') : value;
}

/** How far dates lie apart is a number of days. */
function isSpread(name: AggregateName): boolean {
  return /^(stdev|var|product)/.test(name);
}

/** The rows of the table whose column the argument names, with its value: SUM(T[c]) is SUMX(T, T[c]). */
export function columnOfRows(call: Call, index: number): RowValue {
  const broken = { table: BROKEN_TABLE, scope: 0, value: BROKEN };
  const arg = call.args[index];
  const table = arg?.kind === 'member' ? tableOfMember(call.env, arg) : undefined;
  if (table === undefined || arg === undefined) {
    resolveColumn(call.env, arg, call.span);
    return broken;
  }
  const row = openRow({ ...call.env, rows: [] }, table);
  const value = call.env.session.binder.scalar(arg, row.env);
  if (value.kind !== 'measure') return { table, scope: row.scope, value };
  report(call.env, 'argument-invalid', arg.span, `${call.name} wants a column here, not a measure.`);
  return broken;
}

function tableOfMember(
  env: Env,
  {
    table,
    member,
  }: { readonly table: { readonly name: string } | undefined; readonly member: { readonly name: string } },
): BoundTable | undefined {
  if (table === undefined) return env.home === undefined || member.name === '' ? undefined : rowsOf(env, env.home);
  const defined = tableVariable(env, { name: table.name, isQuoted: true });
  if (defined !== undefined) return defined;
  const found = findTable(env, table.name);
  return typeof found === 'number' ? rowsOf(env, found) : undefined;
}

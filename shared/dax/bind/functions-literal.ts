import type { DataType } from '../../model/semantic-model.ts';
import type { BoundScalar, BoundTable, DaxType } from '../bound.ts';
import type { Expression } from '../syntax.ts';
import { dateOfText } from './bind-constant.ts';
import { literalTable } from './bind-constructor.ts';
import { madeColumn, wholeNumber } from './build.ts';
import { type Call, type FunctionTable, hasArg, MANY, namedArgs, scalarArg, textArg, wordArg } from './call.ts';
import { BROKEN, BROKEN_TABLE, report } from './environment.ts';
import { areDistinct } from './functions-table.ts';
import { asType, widest } from './scalar-calls.ts';

/** Functions that make tables of values. */

function row(call: Call): BoundTable {
  const pairs = namedArgs(call, 0);
  const values = pairs.map(({ value }) => call.env.session.binder.scalar(value, call.env));
  const names = pairs.map(({ name }) => name);
  if (names.length === 0) return BROKEN_TABLE;
  const table = literalTable(call.env, call.span, names, [values]);
  return areDistinct(call, table.columns) ? table : BROKEN_TABLE;
}

const TYPES = {
  INTEGER: 'Int64',
  DOUBLE: 'Double',
  STRING: 'String',
  BOOLEAN: 'Boolean',
  CURRENCY: 'Decimal',
  DATETIME: 'DateTime',
} as const satisfies Readonly<Record<string, DataType>>;
const TYPE_WORDS = ['INTEGER', 'DOUBLE', 'STRING', 'BOOLEAN', 'CURRENCY', 'DATETIME'] as const;

/** DATATABLE("name", TYPE, …, { { value, … }, … }). */
function dataTable(call: Call): BoundTable {
  const { env, span } = call;
  const count = Math.floor((call.args.length - 1) / 2);
  const names = Array.from({ length: count }, (_, index) => textArg(call, 2 * index));
  const words = names.map((_, index) => wordArg(call, 2 * index + 1, TYPE_WORDS));
  const list = call.args.at(-1);
  const lines = list?.kind === 'tableConstructor' ? list.rows.map(itemsOf) : [];
  const isEven = lines.length > 0 && lines.every((line) => line?.length === count);
  if (!isEven || call.args.length % 2 === 0) {
    report(
      env,
      'argument-invalid',
      list?.span ?? span,
      `DATATABLE wants rows of ${count} values in braces: { { …, … }, … }.`,
    );
    return BROKEN_TABLE;
  }
  const types = words.map((word): DaxType => (word === undefined ? 'Variant' : TYPES[word]));
  const rows = lines.map((line) =>
    (line ?? []).map((item, index) => constantOf(call, item, types[index] ?? 'Variant')),
  );
  const columns = names.map((name, index) => madeColumn(name, types[index] ?? 'Variant'));
  if (rows.flat().includes(BROKEN) || !areDistinct(call, columns)) return BROKEN_TABLE;
  return { kind: 'literal', columns, base: undefined, rows };
}

function itemsOf(items: readonly Expression[]): readonly Expression[] | undefined {
  const [only, second] = items;
  if (only?.kind !== 'tableConstructor' || second !== undefined) return undefined;
  return only.rows.flat();
}

function constantOf(call: Call, item: Expression, type: DaxType): BoundScalar {
  const value = call.env.session.binder.scalar(item, { ...call.env, rows: [] });
  if (value === BROKEN) return BROKEN;
  if (value.kind === 'blank') return { kind: 'blank', type };
  if (value.kind !== 'constant') {
    return report(call.env, 'argument-invalid', item.span, 'The values of DATATABLE are constants.');
  }
  if (type !== 'DateTime' || value.type !== 'String') return asType(value, type);
  const date = dateOfText(String(value.value));
  if (date !== undefined) return { kind: 'constant', type, value: date };
  return report(call.env, 'argument-invalid', item.span, `"${value.value}" is no date; write it as "2024-02-29".`);
}

function series(call: Call): BoundTable {
  const [from, to] = [scalarArg(call, 0), scalarArg(call, 1)];
  const step = hasArg(call, 2) ? scalarArg(call, 2) : wholeNumber(1);
  if ([from, to, step].includes(BROKEN)) return BROKEN_TABLE;
  const ends = widest([from.type, to.type]);
  const type = ends === 'DateTime' || ends === 'Blank' ? ends : widest([ends, step.type]);
  return seriesOf('Value', type === 'Blank' ? 'Int64' : type, [from, to, step]);
}

/** Values from one end to the other in steps. */
export function seriesOf(
  name: string,
  type: DaxType,
  [from, to, step]: readonly [BoundScalar, BoundScalar, BoundScalar],
): BoundTable {
  const stepType = type === 'DateTime' ? step.type : type;
  return {
    kind: 'series',
    columns: [madeColumn(name, type)],
    base: undefined,
    from: asType(from, type),
    to: asType(to, type),
    step: asType(step, stepType),
  };
}

export const LITERAL_FUNCTIONS: FunctionTable = {
  ROW: { args: [2, MANY], table: row },
  DATATABLE: { args: [3, MANY], table: dataTable },
  GENERATESERIES: { args: [2, 3], table: series },
};

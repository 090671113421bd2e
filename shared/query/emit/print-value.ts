import type { DataType } from '../../model/semantic-model.ts';
import type { Id, Value } from '../relation.ts';
import { printCondition, printOperation } from '../sql/print-operation.ts';
import type { SqlArg } from '../sql/sql-dialect.ts';
import type { RelationDialect } from './relation-dialect.ts';

/** What is bound to a parameter: a value of the query, or what is known when it is asked (`asker.ts`). */
export type Parameter =
  | { readonly kind: 'constant'; readonly type: DataType; readonly value: string | number | boolean }
  | Extract<Value, { kind: 'caller' | 'moment' }>;

export type Printer = {
  readonly dialect: RelationDialect;
  readonly parameters: Parameter[];
  readonly columns: ReadonlyMap<Id, string>;
};

/** A value as SQL over the columns of one block of rows; constants become bound parameters. */
export function printValue(value: Value, printer: Printer): SqlArg {
  const { dialect } = printer;
  const print = (part: Value): SqlArg => printValue(part, printer);
  switch (value.kind) {
    case 'column': {
      const sql = printer.columns.get(value.id);
      if (sql === undefined) throw new Error(`Column ${value.id} is not here.`);
      return { sql, type: value.type };
    }
    case 'constant':
      return {
        sql: bind({ kind: 'constant', type: value.type, value: value.value }, printer),
        type: value.type,
        isNeverBlank: true,
      };
    case 'blank':
      return { sql: dialect.blank(value.type), type: value.type };
    case 'caller':
      return { sql: bind(value, printer), type: 'String' };
    case 'moment':
      return { sql: bind(value, printer), type: 'DateTime', isNeverBlank: true };
    case 'operation':
      return printOperation(dialect, value.operation, value.args.map(print), value.type);
    default: {
      const shape = SHAPES[value.kind] as (value: Shape, print: Print, dialect: RelationDialect) => string;
      const isNeverBlank = NEVER_BLANK.has(value.kind);
      return { sql: shape(value, print, dialect), type: value.type, isNeverBlank };
    }
  }
}

type Shape = Exclude<Value, { kind: 'column' | 'constant' | 'blank' | 'caller' | 'moment' | 'operation' }>;
type Print = (part: Value) => SqlArg;
type Shapes = {
  readonly [K in Shape['kind']]: (value: Extract<Shape, { kind: K }>, print: Print, dialect: RelationDialect) => string;
};

const printParts = ({ kind, parts }: Extract<Shape, { kind: 'all' | 'any' }>, print: Print): string => {
  const printed = parts.map((part) => filled(print(part)));
  if (printed.length === 0) return kind === 'all' ? 'TRUE' : 'FALSE';
  return `(${printed.join(kind === 'all' ? ' AND ' : ' OR ')})`;
};

/** A condition that is false where it is blank. */
const filled = ({ sql, isNeverBlank }: SqlArg): string => (isNeverBlank === true ? sql : `coalesce(${sql}, FALSE)`);

/** How each shape that is no operation of DAX is written; a new one does not compile without its row. */
const SHAPES: Shapes = {
  same: ({ left, right }, print, dialect) => printSame(print(left), print(right), dialect),
  isBlank: ({ value }, print) => `(${print(value).sql} IS NULL)`,
  all: printParts,
  any: printParts,
  isNotTrue: ({ part }, print) =>
    part.kind === 'isBlank' ? `(${print(part.value).sql} IS NOT NULL)` : `(${print(part).sql} IS NOT TRUE)`,
  compare: ({ operator, left, right }, print, dialect) => {
    const folded = (arg: SqlArg) => (arg.type === 'String' ? dialect.fold(arg.sql) : arg.sql);
    return `(${folded(print(left))} ${operator} ${folded(print(right))})`;
  },
  zeroAsBlank: ({ value }, print) => `nullif(${print(value).sql}, 0)`,
  blankAsZero: ({ value, type }, print) => `coalesce(${print(value).sql}, ${ZERO[type]})`,
  onlyOne: ({ value, count, type }, print, dialect) => {
    const error = dialect.error('A table of multiple values was supplied where a single value was expected.', type);
    return `(CASE WHEN ${print(count).sql} > 1 THEN ${error} ELSE ${print(value).sql} END)`;
  },
};

/** A condition where a blank is as good as false: of rows to keep. */
export function printFilter(value: Value, printer: Printer): string {
  if (value.kind === 'all' || value.kind === 'any') {
    const parts = value.parts.map((part) => printFilter(part, printer));
    if (parts.length > 0) return `(${parts.join(value.kind === 'all' ? ' AND ' : ' OR ')})`;
  }
  if (value.kind === 'same') {
    const [left, right] = [printValue(value.left, printer), printValue(value.right, printer)];
    // A value that is there is equal to no blank.
    const isThere = left.isNeverBlank === true || right.isNeverBlank === true;
    return isThere ? printEqual(left, right, printer.dialect) : printSame(left, right, printer.dialect);
  }
  if (value.kind !== 'operation') return printValue(value, printer).sql;
  const args = value.args.map((part) => printValue(part, printer));
  return printCondition(printer.dialect, value.operation, args).sql;
}

const NEVER_BLANK: ReadonlySet<Value['kind']> = new Set(['same', 'isBlank', 'all', 'any', 'isNotTrue', 'blankAsZero']);

const ZERO: Readonly<Record<Value['type'], string>> = {
  Int64: '0',
  Double: '0',
  Decimal: '0',
  Boolean: 'FALSE',
  String: "''",
  DateTime: "TIMESTAMP '1899-12-30'",
  Blank: '0',
  Variant: 'NULL',
};

function printEqual(left: SqlArg, right: SqlArg, { fold }: RelationDialect): string {
  const isText = left.type === 'String' && right.type === 'String';
  return isText ? `${fold(left.sql)} = ${fold(right.sql)}` : `${left.sql} = ${right.sql}`;
}

export function printSame(left: SqlArg, right: SqlArg, dialect: RelationDialect): string {
  if (left.type !== 'String' || right.type !== 'String') return dialect.same(left.sql, right.sql);
  return dialect.same(dialect.fold(left.sql), dialect.fold(right.sql));
}

/** A parameter for the value; equal values share one, so that equal expressions are equal text. */
function bind(wanted: Parameter, { dialect, parameters }: Printer): string {
  const known = parameters.findIndex((one) => isSame(one, wanted));
  const position = known < 0 ? parameters.push(wanted) : known + 1;
  return dialect.constant(position, wanted.type);
}

function isSame(one: Parameter, other: Parameter): boolean {
  if (one.kind === 'constant' && other.kind === 'constant') return one.type === other.type && one.value === other.value;
  return one.kind !== 'constant' && other.kind === one.kind && other.what === one.what;
}

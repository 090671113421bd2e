import { DOUBLE, type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { BoundScalar, ConstantValue } from '../../shared/dax/bound.ts';
import { duckdbSql } from '../../shared/query/sql/duckdb-sql.ts';
import { printOperation } from '../../shared/query/sql/print-operation.ts';
import type { SqlArg } from '../../shared/query/sql/sql-dialect.ts';
import { bindText } from './scalar-binder.ts';

/** The SQL of a value, with its constants in order; each is written as a parameter or as `place` says. */
export function printScalar(
  bound: BoundScalar,
  place = (position: number, type: SqlArg['type']) => duckdbSql.constant(position, type),
): { readonly sql: string; readonly constants: readonly ConstantValue[] } {
  const constants: ConstantValue[] = [];

  function print(node: BoundScalar): SqlArg {
    switch (node.kind) {
      case 'constant':
        constants.push({ type: node.type, value: node.value });
        return { sql: place(constants.length, node.type), type: node.type, isNeverBlank: true };
      case 'blank':
        return { sql: duckdbSql.blank(node.type), type: node.type };
      case 'variable':
        return { sql: `"v${node.variable}"`, type: node.type };
      case 'let': {
        const value = print(node.value);
        const body = print(node.body);
        return { sql: `list_transform([${value.sql}], lambda "v${node.variable}": ${body.sql})[1]`, type: node.type };
      }
      case 'operation':
        return printOperation(duckdbSql, node.operation, node.args.map(print), node.type);
      default:
        throw new Error(`A ${node.kind} is not printed here.`);
    }
  }

  const { sql } = print(bound);
  return { sql, constants };
}

let opened: Promise<DuckDBConnection> | undefined;
const connection = () => {
  opened ??= DuckDBInstance.create(':memory:').then((instance) => instance.connect());
  return opened;
};

/** The JSON values of the rows of a query in one column. */
export async function ask(sql: string, constants: readonly ConstantValue[] = []): Promise<readonly unknown[]> {
  const parameters = Object.fromEntries(
    constants.map(({ type, value }, index) => [`${index + 1}`, type === 'Int64' ? BigInt(value) : value]),
  );
  const doubles = constants.flatMap(({ type }, index) =>
    type === 'Double' ? [[`${index + 1}`, DOUBLE] as const] : [],
  );
  try {
    const reader = await (await connection()).runAndReadAll(sql, parameters, Object.fromEntries(doubles));
    return reader.getRows().map(([value]) => (value === null ? null : JSON.parse(String(value))));
  } catch (cause) {
    const message = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
    throw new Error(`${message} in ${sql.slice(0, 2_000)}`);
  }
}

const json = (bound: BoundScalar, sql: string) => `to_json(${duckdbSql.answerValue(sql, bound.type)})`;

/** How a constant is written where it comes from a row: as the column, or as something too long to be written twice. */
const WAYS: readonly ((column: string) => string)[] = [(column) => column, (column) => `(${column}${' '.repeat(90)})`];

/** What an expression gives, as JSON: with its constants bound, and with them in the row of a table. All are the same. */
export async function evaluate(expression: string): Promise<unknown> {
  const bound = bindText(expression);
  const direct = printScalar(bound);
  const [value] = await ask(`SELECT ${json(bound, direct.sql)}`, direct.constants);
  for (const way of WAYS) {
    const rows = printScalar(bound, (position) => way(`k.c${position}`));
    const columns = rows.constants.map(({ type }, index) => `${duckdbSql.constant(index + 1, type)} AS c${index + 1}`);
    const table = `WITH k AS MATERIALIZED (SELECT ${['0 AS c0', ...columns].join(', ')})`;
    const [again] = await ask(`${table} SELECT ${json(bound, rows.sql)} FROM k`, rows.constants);
    if (JSON.stringify(value) !== JSON.stringify(again)) {
      throw new Error(`${JSON.stringify(value)} with parameters, ${JSON.stringify(again)} over a row: ${rows.sql}`);
    }
  }
  return value;
}

import type { BoundColumn, BoundTable, NamedValue } from '../bound.ts';
import type { Expression } from '../syntax.ts';
import { madeColumn } from './build.ts';
import { type Call, type FunctionTable, MANY, namedArgs, scalarArg, tableArg } from './call.ts';
import { BROKEN, BROKEN_TABLE, type Env, isBrokenTable, openRow, report } from './environment.ts';
import { fold } from './model-index.ts';
import { orderingsFrom } from './orderings.ts';
import { asType } from './scalar-calls.ts';

/** Functions that add, choose and combine columns and rows. */

function addColumns(call: Call): BoundTable {
  const table = tableArg(call, 0);
  const row = openRow(call.env, table);
  const values = namedArgs(call, 1).map((pair) => namedValue(row.env, pair));
  if (isBrokenTable(table)) return table;
  const columns = [...table.columns, ...values.map(({ name, value }) => madeColumn(name, value.type))];
  if (!areDistinct(call, columns)) return BROKEN_TABLE;
  return { kind: 'addColumns', columns, base: table.base, table, scope: row.scope, values };
}

function namedValue(env: Env, { name, value }: { readonly name: string; readonly value: Expression }): NamedValue {
  return { name, value: env.session.binder.scalar(value, env) };
}

type Chosen = { readonly column: BoundColumn; readonly value: NamedValue };

/** SELECTCOLUMNS(table, "name", expression, …); a column alone keeps its own name. */
function selectColumns(call: Call): BoundTable {
  const table = tableArg(call, 0);
  const row = openRow(call.env, table);
  const chosen: Chosen[] = [];
  for (let index = 1; index < call.args.length; index += 1) {
    const arg = call.args[index];
    if (arg?.kind === 'member') chosen.push(chosenColumn(table, row.env, arg));
    else if (arg?.kind === 'text') {
      chosen.push(chosenValue(call, { table, ...row }, index));
      index += 1;
    } else {
      const message = 'SELECTCOLUMNS wants a name in quotes, or a column, here.';
      report(call.env, 'argument-invalid', arg?.span ?? call.span, message);
    }
  }
  const columns = chosen.map(({ column }) => column);
  if (isBrokenTable(table) || !areDistinct(call, columns)) return BROKEN_TABLE;
  const values = chosen.map(({ value }) => value);
  return { kind: 'selectColumns', columns, base: undefined, table, scope: row.scope, values };
}

function chosenColumn(table: BoundTable, env: Env, arg: Extract<Expression, { kind: 'member' }>): Chosen {
  const value = env.session.binder.scalar(arg, env);
  const source = value.kind === 'rowColumn' ? table.columns[value.column] : undefined;
  const column = source ?? madeColumn(arg.member.name, value.type);
  return { column, value: { name: column.name, value } };
}

function chosenValue(
  call: Call,
  { table, scope, env }: { readonly table: BoundTable; readonly scope: number; readonly env: Env },
  index: number,
): Chosen {
  const [pair] = namedArgs({ ...call, args: call.args.slice(0, index + 2) }, index);
  const { name, value } = pair === undefined ? { name: '', value: BROKEN } : namedValue(env, pair);
  return {
    column: { ...madeColumn(name, value.type), lineage: lineageOf(table, scope, value) },
    value: { name, value },
  };
}

/** A column of the table under a new name is still that column. */
function lineageOf(table: BoundTable, scope: number, value: NamedValue['value']): BoundColumn['lineage'] {
  if (value.kind === 'relatedColumn' && value.scope === scope) return value.column;
  return value.kind === 'rowColumn' && value.scope === scope ? table.columns[value.column]?.lineage : undefined;
}

/** False, and a problem, where two columns have one name. */
export function areDistinct(call: Call, columns: readonly BoundColumn[]): boolean {
  const seen = new Set<string>();
  for (const { qualifier, name } of columns) {
    const key = fold(`${qualifier ?? ''}[${name}]`);
    if (seen.has(key)) {
      report(
        call.env,
        'name-duplicate',
        call.span,
        `${call.name} makes two columns ${qualifier ?? ''}[${name}]; name one of them anew.`,
      );
      return false;
    }
    seen.add(key);
  }
  return true;
}

function generate(outer: boolean): (call: Call) => BoundTable {
  return (call) => {
    const left = tableArg(call, 0);
    const row = openRow(call.env, left);
    const right = tableArg(call, 1, row.env);
    const columns = [...left.columns, ...right.columns];
    if (isBrokenTable(left) || isBrokenTable(right) || !areDistinct(call, columns)) return BROKEN_TABLE;
    return { kind: 'generate', columns, base: undefined, left, scope: row.scope, right, outer };
  };
}

function topN(call: Call): BoundTable {
  const count = asType(scalarArg(call, 0), 'Int64');
  const table = tableArg(call, 1);
  const row = openRow(call.env, table);
  const orderBy = orderingsFrom(call, 2, { env: row.env, standard: 'descending' });
  if (isBrokenTable(table)) return table;
  return { kind: 'topN', columns: table.columns, base: table.base, count, table, scope: row.scope, orderBy };
}

function crossJoin(call: Call): BoundTable {
  const tables = call.args.map((_, index) => tableArg(call, index));
  if (
    tables.some(isBrokenTable) ||
    !areDistinct(
      call,
      tables.flatMap(({ columns }) => columns),
    )
  )
    return BROKEN_TABLE;
  return tables.reduce(
    (left, right): BoundTable => ({
      kind: 'crossJoin',
      columns: [...left.columns, ...right.columns],
      base: undefined,
      left,
      right,
    }),
  );
}

export const TABLE_FUNCTIONS: FunctionTable = {
  ADDCOLUMNS: { args: [3, MANY], table: addColumns },
  SELECTCOLUMNS: { args: [2, MANY], table: selectColumns },
  GENERATE: { args: [2, 2], table: generate(false) },
  GENERATEALL: { args: [2, 2], table: generate(true) },
  TOPN: { args: [2, MANY], table: topN },
  CROSSJOIN: { args: [2, MANY], table: crossJoin },
};

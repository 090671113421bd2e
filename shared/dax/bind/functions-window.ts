import type { BoundScalar, BoundTable, Ordering, Window, WindowBound } from '../bound.ts';
import type { Expression } from '../syntax.ts';
import { allOf, rowColumn } from './build.ts';
import { type Call, type FunctionTable, MANY, scalarArg, wordArg } from './call.ts';
import { columnPlace } from './column-place.ts';
import { BROKEN, BROKEN_TABLE, type Env, isBrokenTable, openRow, report } from './environment.ts';
import { columnsFrom, isOneTable } from './filter-target.ts';
import { orderingsFrom } from './orderings.ts';
import { columnInRow, namedInRow } from './row-context.ts';
import { asType } from './scalar-calls.ts';

type CallNode = Extract<Expression, { readonly kind: 'call' }>;

/** The arguments of a window function, which tell themselves apart: a relation, ORDERBY(…), PARTITIONBY(…). */
type Clauses = {
  readonly relation: Expression | undefined;
  readonly orderBy: CallNode | undefined;
  readonly partitionBy: CallNode | undefined;
};

function clausesFrom(call: Call, from: number): Clauses | undefined {
  let clauses: Clauses = { relation: undefined, orderBy: undefined, partitionBy: undefined };
  for (const arg of call.args.slice(from)) {
    if (arg === undefined || wordOf(arg, /^(KEEP|DEFAULT)$/i) !== undefined) continue;
    const refused = wordOf(arg, /^(FIRST|LAST|MATCHBY|RESET)$/i);
    if (refused !== undefined) return notSupported(call, arg, refused);
    clauses = { ...clauses, ...clauseOf(arg) };
  }
  return clauses;
}

function clauseOf(arg: Expression): Partial<Clauses> {
  if (arg.kind === 'call' && arg.name === 'ORDERBY') return { orderBy: arg };
  return arg.kind === 'call' && arg.name === 'PARTITIONBY' ? { partitionBy: arg } : { relation: arg };
}

function wordOf(arg: Expression, words: RegExp): string | undefined {
  return (arg.kind === 'name' || arg.kind === 'call') && words.test(arg.name) ? arg.name : undefined;
}

function notSupported(call: Call, arg: Expression, name: string): undefined {
  report(call.env, 'not-supported', arg.span, `${name} in ${call.name} is not supported.`);
  return undefined;
}

function windowFrom(call: Call, from: number, isTotal: boolean): Window | undefined {
  const clauses = clausesFrom(call, from);
  const relation = clauses === undefined ? BROKEN_TABLE : relationOf(call, clauses);
  if (clauses === undefined || isBrokenTable(relation)) return undefined;
  const row = openRow(call.env, relation);
  const partition = partsOf(call, clauses.partitionBy, relation);
  if (partition === undefined) return undefined;
  const written = clauses.orderBy === undefined ? [] : ordersOf(call.env, clauses.orderBy, row.env);
  const rest = relation.columns.flatMap((_, place): Ordering[] =>
    partition.includes(place) ? [] : [{ by: rowColumn(row.scope, relation.columns, place), direction: 'ascending' }],
  );
  // Columns that are not named order the rows that are alike in those that are.
  const orderBy =
    isTotal || written.length === 0 ? [...written, ...rest.filter((each) => !isNamed(written, each))] : written;
  if (orderBy.some(({ by }) => by === BROKEN)) return undefined;
  const current = relation.columns.map(({ lineage, qualifier, name }) =>
    lineage !== undefined && qualifier !== undefined
      ? columnInRow(call.env, lineage)
      : namedInRow(call.env, name, { qualifier }),
  );
  return { relation, scope: row.scope, orderBy, partitionBy: partition, current };
}

function isNamed(written: readonly Ordering[], { by }: Ordering): boolean {
  return (
    by.kind === 'rowColumn' && written.some((each) => each.by.kind === 'rowColumn' && each.by.column === by.column)
  );
}

function ordersOf(outer: Env, { name, span, nameSpan, args }: CallNode, env: Env): readonly Ordering[] {
  return orderingsFrom({ name, span, nameSpan, args, env: outer }, 0, { env, standard: 'ascending' });
}

function partsOf(call: Call, clause: CallNode | undefined, relation: BoundTable): readonly number[] | undefined {
  if (clause === undefined) return [];
  const places = clause.args.map((_, index) => columnPlace({ ...clause, env: call.env }, index, relation));
  const known = places.filter((place) => place !== undefined);
  return known.length === places.length ? known : undefined;
}

/** Without a relation it is all that is selected of the columns of ORDERBY and PARTITIONBY. */
function relationOf(call: Call, { relation, orderBy, partitionBy }: Clauses): BoundTable {
  if (relation !== undefined) return call.env.session.binder.table(relation, call.env);
  const named = [...(orderBy?.args ?? []), ...(partitionBy?.args ?? [])].filter((arg) => arg?.kind === 'member');
  if (orderBy === undefined || named.length === 0) {
    report(
      call.env,
      'argument-invalid',
      call.span,
      `${call.name} wants a table, or ORDERBY with columns of one table.`,
    );
    return BROKEN_TABLE;
  }
  const columns = columnsFrom({ ...call, args: named }, 0);
  if (columns === undefined || !isOneTable(call.env, call, columns)) return BROKEN_TABLE;
  return allOf(call.env, columns, { withBlankRow: true, selected: true });
}

function windowTable(window: Window | undefined, from: WindowBound, to: WindowBound): BoundTable {
  if (window === undefined || from.distance === BROKEN || to.distance === BROKEN) return BROKEN_TABLE;
  const { columns, base } = window.relation;
  return { kind: 'window', columns, base, window, from, to };
}

function distanceArg(call: Call, index: number): BoundScalar {
  return asType(scalarArg(call, index), 'Int64');
}

function oneRow(kind: 'relative' | 'absolute'): (call: Call) => BoundTable {
  return (call) => {
    const from = { kind, distance: distanceArg(call, 0) };
    // Bound once more, because scopes are not to be shared.
    const to = from.distance === BROKEN ? from : { kind, distance: distanceArg(call, 0) };
    return windowTable(windowFrom(call, 1, true), from, to);
  };
}

/** WINDOW(from, REL or ABS, to, REL or ABS, …); the words may be left out. */
function window(call: Call): BoundTable {
  const hasFirst = isBoundWord(call.args[1]);
  const second = hasFirst ? 2 : 1;
  const hasSecond = isBoundWord(call.args[second + 1]);
  const from: WindowBound = { kind: boundKind(call, hasFirst ? 1 : MANY), distance: distanceArg(call, 0) };
  const to: WindowBound = { kind: boundKind(call, hasSecond ? second + 1 : MANY), distance: distanceArg(call, second) };
  return windowTable(windowFrom(call, hasSecond ? second + 2 : second + 1, true), from, to);
}

function isBoundWord(arg: Expression | undefined): boolean {
  return (
    arg === undefined ||
    (arg.kind === 'name' && /^(REL|ABS)$/i.test(arg.name)) ||
    (arg.kind === 'call' && arg.name === 'ABS' && arg.args.length === 0)
  );
}

function boundKind(call: Call, index: number): 'relative' | 'absolute' {
  return wordArg(call, index, ['REL', 'ABS'] as const) === 'ABS' ? 'absolute' : 'relative';
}

function rowNumber(call: Call): BoundScalar {
  const found = windowFrom(call, 0, true);
  return found === undefined ? BROKEN : { kind: 'windowNumber', type: 'Int64', number: 'rowNumber', window: found };
}

function rank(call: Call): BoundScalar {
  const [first] = call.args;
  const hasTies = first === undefined || (first.kind === 'name' && /^(SKIP|DENSE)$/i.test(first.name));
  const isDense = hasTies && wordArg(call, 0, ['SKIP', 'DENSE'] as const) === 'DENSE';
  const found = windowFrom(call, hasTies ? 1 : 0, false);
  if (found === undefined) return BROKEN;
  return { kind: 'windowNumber', type: 'Int64', number: isDense ? 'denseRank' : 'rank', window: found };
}

export const WINDOW_FUNCTIONS: FunctionTable = {
  OFFSET: { args: [2, MANY], table: oneRow('relative') },
  INDEX: { args: [2, MANY], table: oneRow('absolute') },
  WINDOW: { args: [3, MANY], table: window },
  ROWNUMBER: { args: [0, MANY], scalar: rowNumber },
  RANK: { args: [0, MANY], scalar: rank },
};

import type { TabularModel } from '../../model/tabular-model.ts';
import type { PhysicalFacts } from '../physical-facts.ts';
import type { IdMaker } from '../planner/frame.ts';
import type { Id, JoinPair, NewColumn, Relation, SortKey, Value } from '../relation.ts';
import { type Block, columnsUnder, nameOf, selectOf, UNIT_BLOCK, whereOf } from './block.ts';
import { columnsIn } from './needed-columns.ts';
import { printAggregate } from './print-aggregate.ts';
import { keysOfRelated, printRelated, printSource } from './print-source.ts';
import { type Parameter, type Printer, printFilter, printSame, printValue } from './print-value.ts';
import type { RelationDialect } from './relation-dialect.ts';

export type Printing = {
  readonly model: TabularModel;
  readonly facts: PhysicalFacts;
  readonly ids: IdMaker;
  readonly dialect: RelationDialect;
  readonly parameters: Parameter[];
  /** Relations that are read by name, by their text. */
  readonly common: Map<string, { readonly name: string; uses: number }>;
  readonly nextAlias: () => string;
};

/** The relation as a block that has at least these columns. */
export function printRelation(relation: Relation, needed: ReadonlySet<Id>, printing: Printing): Block {
  switch (relation.kind) {
    case 'unit':
      return UNIT_BLOCK;
    case 'source':
      return printSource(relation, needed, printing);
    case 'related': {
      const passed = [...needed].filter((id) => !relation.columns.some((one) => one.id === id));
      const below = new Set([...passed, ...keysOfRelated(relation, needed, printing)]);
      return printRelated(relation, needed, printRelation(relation.input, below, printing), printing);
    }
    case 'filter': {
      const input = printRelation(relation.input, columnsIn([relation.condition], new Set(needed)), printing);
      return { ...input, where: [...input.where, printFilter(relation.condition, printerOf(printing, input))] };
    }
    case 'project':
    case 'extend':
      return printColumns(relation, needed, printing);
    case 'join':
      return printJoin(relation, needed, printing);
    case 'aggregate':
      return printGrouped(relation, printing);
    case 'union':
      return printUnion(relation, needed, printing);
    case 'window':
      return printWindow(relation, needed, printing);
    case 'paths':
      return printPaths(relation, printing);
    case 'series':
      return printSeries(relation, needed, printing);
  }
}

const printerOf = ({ dialect, parameters }: Printing, { columns }: Pick<Block, 'columns'>): Printer => ({
  dialect,
  parameters,
  columns,
});

const valueIn = (value: Value, block: Pick<Block, 'columns'>, printing: Printing): string =>
  printValue(value, printerOf(printing, block)).sql;

/** The block as rows with an alias, all that happens to them inside. */
function closed(block: Block, wanted: readonly Id[], printing: Printing): Block {
  const alias = printing.nextAlias();
  return { from: `(${selectOf(block, wanted)}) AS ${alias}`, where: [], columns: columnsUnder(alias, wanted) };
}

/** The statement by name, one and the same for equal text. */
function named(sql: string, wanted: readonly Id[], printing: Printing): Block {
  const known = printing.common.get(sql);
  const entry = known ?? { name: `q${printing.common.size}`, uses: 0 };
  entry.uses += 1;
  printing.common.set(sql, entry);
  const alias = printing.nextAlias();
  return { from: `${entry.name} AS ${alias}`, where: [], columns: columnsUnder(alias, wanted) };
}

/** Columns that are more than another's name are computed once, in a statement of their own. */
function printColumns(
  relation: Extract<Relation, { kind: 'project' | 'extend' }>,
  needed: ReadonlySet<Id>,
  printing: Printing,
): Block {
  const made = relation.columns.filter(({ id }) => needed.has(id));
  const passed =
    relation.kind === 'extend' ? [...needed].filter((id) => !relation.columns.some((one) => one.id === id)) : [];
  const below = columnsIn(
    made.map(({ value }) => value),
    new Set(passed),
  );
  const input = printRelation(relation.input, below, printing);
  const columns = new Map<Id, string>(passed.map((id) => [id, input.columns.get(id) ?? '']));
  for (const { id, value } of made) columns.set(id, valueIn(value, input, printing));
  const block: Block = { ...input, columns };
  return made.every(({ value }) => value.kind === 'column' || value.kind === 'constant')
    ? block
    : closed(block, [...columns.keys()], printing);
}

function printJoin(relation: Extract<Relation, { kind: 'join' }>, needed: ReadonlySet<Id>, printing: Printing): Block {
  const { join, on, condition } = relation;
  const available = idsOf(relation.right);
  const wantsRight = [...needed].some((id) => available.has(id));
  if (join === 'left' && relation.matchesOnce === true && !wantsRight && condition === undefined) {
    return printRelation(relation.left, needed, printing);
  }
  const used = columnsIn([condition], new Set(needed));
  const rightNeeded = new Set([...on.map(({ right }) => right), ...[...used].filter((id) => available.has(id))]);
  const leftNeeded = columnsIn(
    on.map(({ left }) => left),
    new Set([...used].filter((id) => !available.has(id))),
  );
  const left = printRelation(relation.left, leftNeeded, printing);
  const inner = printRelation(relation.right, rightNeeded, printing);
  // An outer join makes columns blank, which what is computed from constants would not become.
  const isPlain =
    inner.where.length === 0 &&
    !inner.from.includes(' JOIN ') &&
    (join !== 'left' || [...inner.columns.values()].every((sql) => /^\w+\.\w+$/.test(sql)));
  const right = isPlain ? inner : closed(inner, [...rightNeeded], printing);
  const columns = new Map([...left.columns, ...right.columns]);
  const pairs = on.map((pair) => printPair(pair, left, right, printing));
  const all = condition === undefined ? pairs : [...pairs, valueIn(condition, { columns }, printing)];
  const text = all.length === 0 ? 'TRUE' : all.join(' AND ');
  if (join === 'semi' || join === 'anti') {
    return { ...left, from: `${left.from} ${printing.dialect.halfJoin[join]} ${right.from} ON ${text}` };
  }
  // What filters the rows of the left before an outer join filters them after it as well.
  const word = join === 'left' ? 'LEFT JOIN' : all.length === 0 ? 'CROSS JOIN' : 'JOIN';
  const from =
    word === 'CROSS JOIN' ? `${left.from} CROSS JOIN ${right.from}` : `${left.from} ${word} ${right.from} ON ${text}`;
  return { from, where: left.where, columns };
}

function printPair(
  { left, right, blankMatches }: JoinPair,
  leftBlock: Block,
  rightBlock: Block,
  printing: Printing,
): string {
  const { ids, dialect } = printing;
  const mine = printValue(left, printerOf(printing, leftBlock));
  const other = { sql: rightBlock.columns.get(right) ?? '', type: ids.typeOf(right) };
  const lineage = left.kind === 'column' ? ids.lineageOf(left.id) : undefined;
  const otherLineage = ids.lineageOf(right);
  const isOneColumn =
    lineage !== undefined && lineage.table === otherLineage?.table && lineage.column === otherLineage.column;
  const folded = isOneColumn ? { ...mine, type: 'Int64' as const } : mine;
  if (blankMatches) return printSame(folded, isOneColumn ? { ...other, type: 'Int64' } : other, dialect);
  const isText = !isOneColumn && mine.type === 'String' && other.type === 'String';
  return isText ? `${dialect.fold(mine.sql)} = ${dialect.fold(other.sql)}` : `${mine.sql} = ${other.sql}`;
}

function printGrouped(relation: Extract<Relation, { kind: 'aggregate' }>, printing: Printing): Block {
  // All of them, whatever is needed here: what is printed alike is computed once.
  const { keys, aggregates } = relation;
  const values: (Value | undefined)[] = [
    ...keys.map(({ value }) => value),
    ...aggregates.flatMap(({ value, argument, orderBy }) => [value, argument, ...orderBy.map(({ by }) => by)]),
  ];
  const input = printRelation(relation.input, columnsIn(values), printing);
  const printer = printerOf(printing, input);
  const groups = keys.map((key) => printKey(key, input, printing));
  const isDistinct = aggregates.length === 0;
  const list = [
    ...groups.map(({ id, shown }) => `${shown} AS ${nameOf(id)}`),
    ...aggregates.map((one) => `${printAggregate(one, printer)} AS ${nameOf(one.id)}`),
  ];
  const by = groups.length === 0 ? '' : ` GROUP BY ${groups.map(({ by: key }) => key).join(', ')}`;
  const select = `SELECT ${list.length === 0 ? 'count(*)' : list.join(', ')} FROM ${input.from}${whereOf(input.where)}`;
  const ids = [...groups, ...aggregates].map(({ id }) => id);
  const sql = isDistinct && groups.length === 0 ? `${select} LIMIT 1` : `${select}${by}`;
  return named(sql, ids, printing);
}

/** A key as it is grouped by and shown: computed texts that differ in case only are one group. */
function printKey({ id, value }: NewColumn, input: Block, printing: Printing): { id: Id; by: string; shown: string } {
  const sql = valueIn(value, input, printing);
  const isModelled = value.kind === 'column' && printing.ids.lineageOf(value.id) !== undefined;
  if (value.type !== 'String' || isModelled) return { id, by: sql, shown: sql };
  return { id, by: printing.dialect.fold(sql), shown: `min(${sql})` };
}

function printUnion(
  { columns, inputs }: Extract<Relation, { kind: 'union' }>,
  needed: ReadonlySet<Id>,
  printing: Printing,
): Block {
  const positions = columns.flatMap(({ id }, index) => (needed.has(id) ? [index] : []));
  const parts = inputs.map(({ relation, ids }) => {
    const wanted = positions.flatMap((position) => ids[position] ?? []);
    const block = printRelation(relation, new Set(wanted), printing);
    const list = positions.map((position) => {
      const id = ids[position];
      return `${id === undefined ? 'NULL' : block.columns.get(id)} AS ${nameOf(columns[position]?.id ?? -1)}`;
    });
    return `SELECT ${list.length === 0 ? '1' : list.join(', ')} FROM ${block.from}${whereOf(block.where)}`;
  });
  const kept = positions.flatMap((position) => columns[position]?.id ?? []);
  return named(parts.join(' UNION ALL '), kept, printing);
}

function printWindow(
  relation: Extract<Relation, { kind: 'window' }>,
  needed: ReadonlySet<Id>,
  printing: Printing,
): Block {
  const { id, number, partitionBy, orderBy } = relation;
  const passed = [...needed].filter((one) => one !== id);
  const values = orderBy.map(({ by }) => by);
  const input = printRelation(relation.input, columnsIn(values, new Set([...passed, ...partitionBy])), printing);
  const partition = partitionBy.map((one) => input.columns.get(one) ?? '');
  const order = sortKeys(orderBy, input, printing);
  const over = [
    ...(partition.length === 0 ? [] : [`PARTITION BY ${partition.join(', ')}`]),
    ...(order.length === 0 ? [] : [`ORDER BY ${order.join(', ')}`]),
  ];
  const columns = new Map(input.columns);
  columns.set(id, `${printing.dialect.number[number]}() OVER (${over.join(' ')})`);
  return closed({ ...input, columns }, [...passed, id], printing);
}

export function sortKeys(orderBy: readonly SortKey[], block: Block, printing: Printing): readonly string[] {
  const { dialect } = printing;
  return orderBy.flatMap(({ by, direction }) => {
    const { sql, type } = printValue(by, printerOf(printing, block));
    const operands = type === 'String' ? dialect.textOrder(sql) : [sql];
    return operands.map((operand) => dialect.sortKey(operand, direction));
  });
}

function printSeries(
  relation: Extract<Relation, { kind: 'series' }>,
  needed: ReadonlySet<Id>,
  printing: Printing,
): Block {
  const { id, from, to, step, type } = relation;
  const passed = new Set([...needed].filter((one) => one !== id));
  const input = printRelation(relation.input, columnsIn([from, to, step], new Set(passed)), printing);
  const ends = [from, to, step].map((part) => valueIn(part, input, printing));
  const alias = printing.nextAlias();
  const series = printing.dialect.series({ from: ends[0] ?? '', to: ends[1] ?? '', step: ends[2] ?? '', type, alias });
  const columns = new Map(input.columns);
  columns.set(id, series.column);
  return closed({ from: `${input.from}, ${series.from}`, where: input.where, columns }, [...passed, id], printing);
}

/** A recursive statement from the rows without a parent down. */
function printPaths(
  { input, key, parent, own, path }: Extract<Relation, { kind: 'paths' }>,
  printing: Printing,
): Block {
  const block = printRelation(input, new Set([key, parent]), printing);
  const rows = named(selectOf(block, [key, parent]), [key, parent], printing);
  const again = named(selectOf(block, [key, parent]), [key, parent], printing);
  const at = (from: Block, id: Id): string => from.columns.get(id) ?? '';
  const sql =
    `WITH RECURSIVE p AS (SELECT ${at(rows, key)} AS k, CAST(${at(rows, key)} AS VARCHAR) AS v FROM ${rows.from} ` +
    `WHERE ${at(rows, parent)} IS NULL UNION ALL SELECT ${at(again, key)}, p.v || '|' || CAST(${at(again, key)} AS VARCHAR) ` +
    `FROM ${again.from} JOIN p ON ${at(again, parent)} = p.k) SELECT k AS ${nameOf(own)}, v AS ${nameOf(path)} FROM p`;
  return named(sql, [own, path], printing);
}

/** Every column that the relation can give. */
function idsOf(relation: Relation): ReadonlySet<Id> {
  switch (relation.kind) {
    case 'unit':
      return new Set();
    case 'source':
    case 'project':
    case 'union':
      return new Set(relation.columns.map(({ id }) => id));
    case 'filter':
      return idsOf(relation.input);
    case 'related':
      return new Set([...idsOf(relation.input), ...relation.columns.map(({ id }) => id)]);
    case 'extend':
      return new Set([...idsOf(relation.input), ...relation.columns.map(({ id }) => id)]);
    case 'aggregate':
      return new Set([...relation.keys, ...relation.aggregates].map(({ id }) => id));
    case 'join': {
      const left = idsOf(relation.left);
      return relation.join === 'semi' || relation.join === 'anti' ? left : new Set([...left, ...idsOf(relation.right)]);
    }
    case 'paths':
      return new Set([relation.own, relation.path]);
    case 'window':
    case 'series':
      return new Set([...idsOf(relation.input), relation.id]);
  }
}

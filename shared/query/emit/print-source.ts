import { physicalColumn, physicalTable } from '../../model/physical-names.ts';
import type { Relationship, TabularModel } from '../../model/tabular-model.ts';
import type { PhysicalFacts } from '../physical-facts.ts';
import type { Id, Relation, SourceColumn } from '../relation.ts';
import type { Block } from './block.ts';
import type { RelationDialect } from './relation-dialect.ts';

type Tables = {
  readonly model: TabularModel;
  readonly facts: PhysicalFacts;
  readonly dialect: RelationDialect;
  readonly nextAlias: () => string;
};
type Path = readonly number[];

/** The rows of a table, with a left join for each table that a column is read from. */
export function printSource(
  { table, withBlankRow, columns }: Extract<Relation, { kind: 'source' }>,
  needed: ReadonlySet<Id>,
  tables: Tables,
): Block {
  const read = columns.filter(({ id }) => needed.has(id)).map((column) => nearest(column, table, tables));
  const own = tables.nextAlias();
  const ownColumns = read.flatMap(({ path, column }) => (path.length === 0 ? [column] : []));
  const keys = read.flatMap(({ path }) => (path.length === 0 ? [] : [firstKey(tables.model, table, path)]));
  const rows = tableText(table, [...ownColumns, ...keys], withBlankRow && tables.facts.hasBlankRow(table));
  const near = (column: number): string => `${own}.${physicalColumn(column)}`;
  const block = { from: `${rows} AS ${own}`, where: [], columns: new Map() };
  return withTables(block, table, near, read, tables, withBlankRow);
}

/** Columns that paths lead to from rows that have the keys of a table. */
export function printRelated(
  { table, keys, columns }: Extract<Relation, { kind: 'related' }>,
  needed: ReadonlySet<Id>,
  input: Block,
  tables: Tables,
): Block {
  const read = columns.filter(({ id }) => needed.has(id)).map((column) => nearest(column, table, tables));
  const near = (column: number): string => {
    const key = keys.find((one) => one.column === column);
    const sql = key === undefined ? undefined : input.columns.get(key.id);
    if (sql === undefined) throw new Error('A path begins at a column that is not there.');
    return sql;
  };
  return withTables(input, table, near, read, tables, false);
}

/** The columns of `related` that the rows must bring along for these. */
export function keysOfRelated(
  { table, keys, columns }: Extract<Relation, { kind: 'related' }>,
  needed: ReadonlySet<Id>,
  tables: Tables,
): readonly Id[] {
  return columns.flatMap((one) => {
    if (!needed.has(one.id)) return [];
    const { path, column } = nearest(one, table, tables);
    const wanted = path.length === 0 ? column : firstKey(tables.model, table, path);
    return keys.flatMap((key) => (key.column === wanted ? [key.id] : []));
  });
}

function withTables(
  block: Block,
  table: number,
  near: (column: number) => string,
  read: readonly SourceColumn[],
  tables: Tables,
  isOuter: boolean,
): Block {
  const { model } = tables;
  const aliases = new Map<string, string>();
  const at = (path: Path, column: number): string => {
    const alias = aliases.get(path.join());
    return alias === undefined ? near(column) : `${alias}.${physicalColumn(column)}`;
  };
  let { from } = block;
  for (const path of hopsOf(read)) {
    const [nearEnd, farEnd] = lastStep(model, table, path);
    const alias = tables.nextAlias();
    const condition = keyEquality(
      at(path.slice(0, -1), nearEnd.column),
      `${alias}.${physicalColumn(farEnd.column)}`,
      nearEnd,
      tables,
    );
    aliases.set(path.join(), alias);
    // Where every key has a row, no row is lost; engines do more with such a join.
    const join = tables.facts.hasBlankRow(farEnd.table) || isOuter ? 'LEFT JOIN' : 'JOIN';
    from += ` ${join} ${physicalTable(farEnd.table)} AS ${alias} ON ${condition}`;
  }
  const columns = new Map(block.columns);
  for (const { id, path, column } of read) columns.set(id, at(path, column));
  return { from, where: block.where, columns };
}

/** Where every key has a row, the key at the far end of a relationship is the one at its near end. */
function nearest(one: SourceColumn, table: number, tables: Pick<Tables, 'model' | 'facts'>): SourceColumn {
  const { model, facts } = tables;
  if (one.path.length === 0) return one;
  const [nearEnd, farEnd] = lastStep(model, table, one.path);
  const isText = model.tables[farEnd.table]?.columns[farEnd.column]?.dataType === 'String';
  if (farEnd.column !== one.column || isText || facts.hasBlankRow(farEnd.table)) return one;
  const shorter = { id: one.id, path: one.path.slice(0, -1), table: nearEnd.table, column: nearEnd.column };
  return nearest(shorter, table, tables);
}

/** Every step of every path once, shorter ones first. */
function hopsOf(read: readonly SourceColumn[]): readonly Path[] {
  const prefixes = read.flatMap(({ path }) => path.map((_, index) => path.slice(0, index + 1)));
  return [...new Map(prefixes.map((path) => [path.join(), path])).values()].sort(
    (one, other) => one.length - other.length,
  );
}

function firstKey(model: TabularModel, table: number, path: Path): number {
  return lastStep(model, table, path.slice(0, 1))[0].column;
}

/** The near and the far end of the last step of a path. */
function lastStep(model: TabularModel, table: number, path: Path): readonly [Relationship['from'], Relationship['to']] {
  let at = table;
  for (const step of path.slice(0, -1)) {
    const passed = model.relationships[step];
    if (passed !== undefined) at = passed.from.table === at ? passed.to.table : passed.from.table;
  }
  const last = model.relationships[path.at(-1) ?? -1];
  if (last === undefined) throw new Error('A path has no relationship.');
  return last.from.table === at ? [last.from, last.to] : [last.to, last.from];
}

/** Along relationships a blank key has no row; texts are equal without regard to case. */
function keyEquality(
  left: string,
  right: string,
  { table, column }: Relationship['from'],
  { model, dialect }: Tables,
): string {
  const isText = model.tables[table]?.columns[column]?.dataType === 'String';
  return isText ? `${dialect.fold(left)} = ${dialect.fold(right)}` : `${left} = ${right}`;
}

/** The table itself, or its rows and one of blanks under the columns that are read here. */
function tableText(table: number, columns: readonly number[], withBlankRow: boolean): string {
  if (!withBlankRow) return physicalTable(table);
  const names = [...new Set(columns)].sort((one, other) => one - other).map(physicalColumn);
  if (names.length === 0) return `(SELECT 1 FROM ${physicalTable(table)} UNION ALL SELECT 1)`;
  const blanks = names.map((name) => `NULL AS ${name}`);
  return `(SELECT ${names.join(', ')} FROM ${physicalTable(table)} UNION ALL SELECT ${blanks.join(', ')})`;
}

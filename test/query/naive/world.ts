import type { ColumnRef, Relationship, TabularModel } from '../../../shared/model/tabular-model.ts';
import { keyOf, type Value } from './value.ts';

/** The rows of each table of a model, in its order of columns. */
export type Data = readonly (readonly (readonly Value[])[])[];

/**
 * A model with its rows, made ready: a table on the one side of a relationship has a blank row at its end if a row of
 * the many side matches none, and each row knows the row that it leads to.
 */
export type World = {
  readonly model: TabularModel;
  readonly tables: readonly WorldTable[];
  /** For each relationship and each row of the table that it leads from, the row that it leads to. */
  readonly links: readonly Link[];
  /** Rows that the caller may see, for each table. */
  readonly allowed: readonly ReadonlySet<number>[];
};

export type WorldTable = {
  readonly rows: readonly (readonly Value[])[];
  /** Its position, where there is one. */
  readonly blankRow: number | undefined;
};

/** `forward` goes from `from` to `to`; `backward` is there for one to one. Both are missing for many to many. */
export type Link = {
  readonly forward: readonly number[] | undefined;
  readonly backward: readonly number[] | undefined;
};

export function buildWorld(model: TabularModel, data: Data): World {
  const plain = data.map(inFirstSpelling);
  const isBlankNeeded = tablesWithBlankRow(model, plain);
  const tables = plain.map((rows, table): WorldTable => {
    const blank = (model.tables[table]?.columns ?? []).map(() => null);
    return isBlankNeeded.has(table) ? { rows: [...rows, blank], blankRow: rows.length } : { rows, blankRow: undefined };
  });
  const links = model.relationships.map((relationship) => linkOf(relationship, tables));
  const allowed = tables.map(({ rows }) => new Set(rows.keys()));
  return { model, tables, links, allowed };
}

/** A text is stored once, as it was written first. */
export function inFirstSpelling(rows: readonly (readonly Value[])[]): readonly (readonly Value[])[] {
  const spellings = new Map<string, Value>();
  return rows.map((row) =>
    row.map((value, column) => {
      if (typeof value !== 'string') return value;
      const key = `${column} ${keyOf(value)}`;
      const known = spellings.get(key) ?? value;
      spellings.set(key, known);
      return known;
    }),
  );
}

/** What matches nothing needs a blank row to stand under; that row leads to blank rows itself. */
function tablesWithBlankRow(model: TabularModel, data: Data): ReadonlySet<number> {
  const needed = new Set<number>();
  for (let before = -1; before !== needed.size; ) {
    before = needed.size;
    for (const relationship of model.relationships) {
      const { from, to, fromCardinality, toCardinality } = relationship;
      if (toCardinality === 'one' && hasOrphan(data, from, to, needed)) needed.add(to.table);
      if (fromCardinality === 'one' && hasOrphan(data, to, from, needed)) needed.add(from.table);
    }
  }
  return needed;
}

function hasOrphan(data: Data, many: ColumnRef, one: ColumnRef, blank: ReadonlySet<number>): boolean {
  const keys = new Set((data[one.table] ?? []).map((row) => keyOf(row[one.column])));
  return blank.has(many.table) || (data[many.table] ?? []).some((row) => !keys.has(keyOf(row[many.column])));
}

function linkOf({ from, to, fromCardinality, toCardinality }: Relationship, tables: readonly WorldTable[]): Link {
  return {
    forward: toCardinality === 'one' ? leads(tables, from, to) : undefined,
    backward: fromCardinality === 'one' ? leads(tables, to, from) : undefined,
  };
}

function leads(tables: readonly WorldTable[], many: ColumnRef, one: ColumnRef): readonly number[] {
  const target = tables[one.table];
  const places = new Map<string, number>();
  target?.rows.forEach((row, place) => {
    if (place !== target.blankRow) places.set(keyOf(row[one.column]), place);
  });
  const source = tables[many.table];
  return (source?.rows ?? []).map((row, place) => {
    const found = place === source?.blankRow ? undefined : places.get(keyOf(row[many.column]));
    return found ?? target?.blankRow ?? -1;
  });
}

export function valueAt(world: World, { table, column }: ColumnRef, row: number): Value {
  return world.tables[table]?.rows[row]?.[column] ?? null;
}

export function isSameRef(left: ColumnRef, right: ColumnRef): boolean {
  return left.table === right.table && left.column === right.column;
}

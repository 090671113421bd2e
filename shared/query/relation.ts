import type { AggregateName, DaxType, Direction } from '../dax/bound.ts';
import type { OperationName } from '../dax/operations.ts';
import type { DataType } from '../model/semantic-model.ts';

/**
 * What the planner makes of a bound query: relations and values, in a tree of plain data that knows no DAX, no names
 * of the model and no SQL. A relation may stand in several places of one plan; each column has an id of its own in
 * the whole plan.
 */
export type Id = number;

export type Value =
  | { readonly kind: 'column'; readonly type: DaxType; readonly id: Id }
  | { readonly kind: 'constant'; readonly type: DataType; readonly value: string | number | boolean }
  | { readonly kind: 'blank'; readonly type: DaxType }
  | {
      readonly kind: 'operation';
      readonly type: DaxType;
      readonly operation: OperationName;
      readonly args: readonly Value[];
    }
  | { readonly kind: 'caller'; readonly type: 'String'; readonly what: 'name' | 'objectId' | 'customData' | 'culture' }
  | { readonly kind: 'moment'; readonly type: 'DateTime'; readonly what: 'today' | 'now' }
  /** Equal, blank to blank. Never blank itself. */
  | { readonly kind: 'same'; readonly type: 'Boolean'; readonly left: Value; readonly right: Value }
  | { readonly kind: 'isBlank'; readonly type: 'Boolean'; readonly value: Value }
  | { readonly kind: 'all' | 'any'; readonly type: 'Boolean'; readonly parts: readonly Value[] }
  /** True where the part is not true. */
  | { readonly kind: 'isNotTrue'; readonly type: 'Boolean'; readonly part: Value }
  /** Numbers in the order of the engine, for ranks and windows. */
  | {
      readonly kind: 'compare';
      readonly type: 'Boolean';
      readonly operator: '<' | '<=' | '>' | '>=';
      readonly left: Value;
      readonly right: Value;
    }
  /** A count, blank where it is zero; `plus` is added to one that is not blank. */
  | { readonly kind: 'zeroAsBlank'; readonly type: DaxType; readonly value: Value }
  /** Blank as the zero, the empty text or the false of its type. */
  | { readonly kind: 'blankAsZero'; readonly type: DaxType; readonly value: Value }
  /** The value where there is at most one row, else an error of the query. */
  | { readonly kind: 'onlyOne'; readonly type: DaxType; readonly value: Value; readonly count: Value };

/** A column of a table's row, or of the row that a path of relationships leads to from there. */
export type SourceColumn = {
  readonly id: Id;
  /** Relationships from the source's table to the column's, each from its many side to its one side. */
  readonly path: readonly number[];
  readonly table: number;
  readonly column: number;
};

export type Relation =
  /** One row without columns. */
  | { readonly kind: 'unit' }
  /** The rows of a table; columns of other tables are those of the one row that a path leads to, or blank. */
  | {
      readonly kind: 'source';
      readonly table: number;
      /** With the row of blanks that stands for keys without a row, where the data has such. */
      readonly withBlankRow: boolean;
      readonly columns: readonly SourceColumn[];
    }
  /** Rows that have the key columns of a table: columns of the one row that a path from there leads to, or blank. */
  | {
      readonly kind: 'related';
      readonly input: Relation;
      readonly table: number;
      readonly keys: readonly { readonly column: number; readonly id: Id }[];
      readonly columns: readonly SourceColumn[];
    }
  | { readonly kind: 'filter'; readonly input: Relation; readonly condition: Value }
  /** These columns alone. */
  | { readonly kind: 'project'; readonly input: Relation; readonly columns: readonly NewColumn[] }
  /** All columns of the input and these. */
  | { readonly kind: 'extend'; readonly input: Relation; readonly columns: readonly NewColumn[] }
  | {
      readonly kind: 'join';
      /** `semi` and `anti` keep the left's columns alone. */
      readonly join: 'inner' | 'left' | 'semi' | 'anti';
      readonly left: Relation;
      readonly right: Relation;
      /** Values of the left equal to columns of the right; without any, every pair matches. */
      readonly on: readonly JoinPair[];
      /** A further condition over both. */
      readonly condition?: Value;
      /** A left join of which each left row matches one row at most: without need of its columns it is nothing. */
      readonly matchesOnce?: boolean;
    }
  | {
      readonly kind: 'aggregate';
      readonly input: Relation;
      /** Without keys there is one row, always; without aggregates these are the different keys. */
      readonly keys: readonly NewColumn[];
      readonly aggregates: readonly Aggregate[];
    }
  /** One below the other; columns by position. */
  | { readonly kind: 'union'; readonly columns: readonly TypedId[]; readonly inputs: readonly UnionInput[] }
  | {
      readonly kind: 'window';
      readonly input: Relation;
      readonly id: Id;
      readonly number: 'rowNumber' | 'rank' | 'denseRank';
      readonly partitionBy: readonly Id[];
      readonly orderBy: readonly SortKey[];
    }
  /** For each row of a table its key and the keys of its ancestors from the topmost down, with `|` between. */
  | {
      readonly kind: 'paths';
      readonly input: Relation;
      readonly key: Id;
      readonly parent: Id;
      /** A copy of the key, and the path. */
      readonly own: Id;
      readonly path: Id;
    }
  /** For each row of the input the numbers or dates from, to, in steps. */
  | {
      readonly kind: 'series';
      readonly input: Relation;
      readonly id: Id;
      readonly type: DaxType;
      readonly from: Value;
      readonly to: Value;
      readonly step: Value;
    };

export type TypedId = { readonly id: Id; readonly type: DaxType };
export type NewColumn = { readonly id: Id; readonly value: Value };
export type UnionInput = { readonly relation: Relation; readonly ids: readonly Id[] };

export type JoinPair = {
  readonly left: Value;
  readonly right: Id;
  /** Whether a blank equals a blank: yes everywhere but along a many-to-many relationship. */
  readonly blankMatches: boolean;
};

export type Aggregate = {
  readonly id: Id;
  readonly type: DaxType;
  readonly aggregate: AggregateName | 'any';
  readonly value: Value | undefined;
  readonly argument: Value | undefined;
  readonly orderBy: readonly SortKey[];
};

export type SortKey = { readonly by: Value; readonly direction: Direction };

export const columnValue = (id: Id, type: DaxType): Value => ({ kind: 'column', id, type });

/** All of the parts; nothing where there is none. */
export function allOf(parts: readonly Value[]): Value | undefined {
  return parts.length > 1 ? { kind: 'all', type: 'Boolean', parts } : parts[0];
}

/** The relation's rows for which every condition holds. */
export function filtered(input: Relation, conditions: readonly Value[]): Relation {
  const condition = allOf(conditions);
  return condition === undefined ? input : { kind: 'filter', input, condition };
}

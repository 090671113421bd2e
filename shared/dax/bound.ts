import type { DataType } from '../model/semantic-model.ts';
import type { ColumnRef } from '../model/tabular-model.ts';
import type { OperationName } from './operations.ts';

/**
 * What the binder makes of a syntax tree: every name is a position, every expression has a type, every conversion is
 * written out, and the many functions of DAX are few kinds of node. Row contexts have numbers of their own, so that
 * EARLIER and shadowed names need no rule further on.
 */

/** `Blank` is the type of BLANK() alone; `Variant` of what has no one type, and can only be shown or compared. */
export type DaxType = DataType | 'Blank' | 'Variant';

/** A row context: the rows of one table expression while something is computed for each of them. */
export type Scope = number;
export type VariableId = number;

/** A value that is known; text of Int64 beyond the safe range, Decimal and DateTime (`2024-02-29T00:00:00`). */
export type ConstantValue = { readonly type: DataType; readonly value: string | number | boolean };

export type BoundScalar =
  | { readonly kind: 'constant'; readonly type: DataType; readonly value: string | number | boolean }
  | { readonly kind: 'blank'; readonly type: DaxType }
  /** The value of a column in the current row of a scope, by position in the columns of its table expression. */
  | { readonly kind: 'rowColumn'; readonly type: DaxType; readonly scope: Scope; readonly column: number }
  /** A column of a table that the scope's base table leads to by many-to-one relationships: RELATED. */
  | { readonly kind: 'relatedColumn'; readonly type: DaxType; readonly scope: Scope; readonly column: ColumnRef }
  | { readonly kind: 'variable'; readonly type: DaxType; readonly variable: VariableId }
  /** Computed from the values of one row alone; knows no context. Its arguments have the types that it wants. */
  | {
      readonly kind: 'operation';
      readonly type: DaxType;
      readonly operation: OperationName;
      readonly args: readonly BoundScalar[];
    }
  | BoundAggregate
  | {
      readonly kind: 'calculate';
      readonly type: DaxType;
      readonly expression: BoundScalar;
      readonly changes: readonly FilterChange[];
    }
  /** A measure in the current context; its rows become filters (context transition), and calculation items apply. */
  | { readonly kind: 'measure'; readonly type: DaxType; readonly measure: MeasureId }
  /** SELECTEDMEASURE() in the expression of a calculation item. */
  | { readonly kind: 'selectedMeasure'; readonly type: DaxType }
  /** Name or format string of the measure that a calculation item is applied to; known when it is applied. */
  | { readonly kind: 'selectedMeasureText'; readonly type: 'String'; readonly what: 'name' | 'formatString' }
  | {
      readonly kind: 'let';
      readonly type: DaxType;
      readonly variable: VariableId;
      readonly value: BoundScalar;
      readonly body: BoundScalar;
    }
  | {
      readonly kind: 'letTable';
      readonly type: DaxType;
      readonly variable: VariableId;
      readonly value: BoundTable;
      readonly body: BoundScalar;
    }
  /** The value of a table of one column: blank without a row, an error with several. */
  | { readonly kind: 'singleValue'; readonly type: DaxType; readonly table: BoundTable }
  /** Whether a row with these values, strictly equal, is in the table: IN, CONTAINS. */
  | {
      readonly kind: 'isIn';
      readonly type: 'Boolean';
      readonly values: readonly BoundScalar[];
      readonly table: BoundTable;
    }
  /** Whether a filter is on the column or table itself, or reaches it. Known when the query is planned. */
  | { readonly kind: 'isFiltered'; readonly type: 'Boolean'; readonly what: FilterTarget; readonly crossed: boolean }
  /** Whether the column is a grouping column of the current cell. Known when the query is planned. */
  | { readonly kind: 'isInScope'; readonly type: 'Boolean'; readonly column: ColumnRef }
  /** PATH: the keys from the topmost ancestor of a row down to its own, `current`, with `|` between; over all rows. */
  | {
      readonly kind: 'path';
      readonly type: 'String';
      readonly table: number;
      readonly key: ColumnRef;
      readonly parent: ColumnRef;
      readonly current: BoundScalar;
    }
  /** How many rows of the table come before the value, plus one (RANKX), ties by `isDense`. */
  | {
      readonly kind: 'rank';
      readonly type: 'Int64';
      readonly table: BoundTable;
      readonly scope: Scope;
      /** Computed for each row of the table. */
      readonly by: BoundScalar;
      /** Computed outside the table. */
      readonly value: BoundScalar;
      readonly direction: Direction;
      readonly isDense: boolean;
    }
  /** ROWNUMBER and RANK among the rows of a table, for the current row of the scopes outside. */
  | {
      readonly kind: 'windowNumber';
      readonly type: 'Int64';
      readonly number: 'rowNumber' | 'rank' | 'denseRank';
      readonly window: Window;
    }
  /** USERNAME, USERPRINCIPALNAME, USEROBJECTID, CUSTOMDATA, USERCULTURE. */
  | { readonly kind: 'caller'; readonly type: 'String'; readonly what: 'name' | 'objectId' | 'customData' | 'culture' }
  /** TODAY, NOW, UTCTODAY, UTCNOW: one moment for the whole query. */
  | { readonly kind: 'moment'; readonly type: 'DateTime'; readonly what: 'today' | 'now' };

export type Direction = 'ascending' | 'descending';

/** Aggregates leave blanks out and are blank over nothing, unless their line says otherwise. */
export type AggregateName =
  | 'sum'
  | 'average'
  | 'min'
  | 'max'
  | 'product'
  /** Values that are not blank; blank over nothing. */
  | 'count'
  /** Rows; blank over none. `value` is absent. */
  | 'countRows'
  /** Blank values; blank over none. */
  | 'countBlank'
  /** Different values, blank being one of them. */
  | 'countDistinct'
  | 'median'
  | 'percentileInc'
  | 'percentileExc'
  | 'stdevP'
  | 'stdevS'
  | 'varP'
  | 'varS'
  | 'geomean'
  /** CONCATENATEX: blanks count as empty text. */
  | 'concatenate';

export type BoundAggregate = {
  readonly kind: 'aggregate';
  readonly type: DaxType;
  readonly aggregate: AggregateName;
  readonly table: BoundTable;
  readonly scope: Scope;
  readonly value: BoundScalar | undefined;
  /** Percentile, or the delimiter of `concatenate`: computed outside the table. */
  readonly argument: BoundScalar | undefined;
  /** Order of `concatenate`, computed for each row. */
  readonly orderBy: readonly Ordering[];
};

export type Ordering = { readonly by: BoundScalar; readonly direction: Direction };

/** A measure of the model, or one that the query defines. Its body is in `BoundQuery.measures`. */
export type MeasureId = number;

export type BoundMeasure = {
  readonly name: string;
  readonly table: number;
  readonly body: BoundScalar;
  readonly formatString: string;
};

/** What CALCULATE does to the filter context. Tables are computed in the context outside. */
export type FilterChange =
  /** The table's rows become a filter of its columns, expanded; `keeps` is KEEPFILTERS. */
  | { readonly kind: 'table'; readonly table: BoundTable; readonly keeps: boolean }
  /** The rows of these columns of one table for which the condition holds. The scope's columns are `columns`. */
  | {
      readonly kind: 'predicate';
      readonly columns: readonly ColumnRef[];
      readonly scope: Scope;
      readonly condition: BoundScalar;
      readonly keeps: boolean;
    }
  | { readonly kind: 'remove'; readonly what: FilterTarget }
  /** Filters of the target come back as they were before the current visual's grouping. */
  | { readonly kind: 'allSelected'; readonly what: FilterTarget }
  | { readonly kind: 'useRelationship'; readonly relationship: number }
  | { readonly kind: 'crossFilter'; readonly relationship: number; readonly direction: 'none' | 'oneWay' | 'both' };

export type FilterTarget =
  | { readonly kind: 'everything' }
  /** The table and what it leads to by many-to-one relationships. */
  | { readonly kind: 'table'; readonly table: number }
  | { readonly kind: 'columns'; readonly columns: readonly ColumnRef[] }
  /** The expanded table but for these columns: ALLEXCEPT. */
  | { readonly kind: 'allExcept'; readonly table: number; readonly columns: readonly ColumnRef[] };

/** A column of a table expression. */
export type BoundColumn = {
  readonly name: string;
  /** The table's name where the answer shows `Table[Name]`; `[Name]` without it. */
  readonly qualifier: string | undefined;
  readonly type: DaxType;
  /** The column of the model whose values these are, so that they can become a filter of it. */
  readonly lineage: ColumnRef | undefined;
};

type Table<Kind extends string, Rest> = {
  readonly kind: Kind;
  readonly columns: readonly BoundColumn[];
  /** The table of the model whose rows these are, one for one, with all their columns; RELATED works on them. */
  readonly base: number | undefined;
} & Readonly<Rest>;

export type NamedValue = { readonly name: string; readonly value: BoundScalar };

export type BoundTable =
  /** The rows of a table of the model in the current filter context; `withBlankRow` for VALUES(table). */
  | Table<'rows', { table: number; withBlankRow: boolean }>
  /** The different combinations of columns of one table in the current filter context: VALUES, DISTINCT. */
  | Table<'values', { of: readonly ColumnRef[]; withBlankRow: boolean }>
  /** The same without any filter, or with those outside the current visual (`selected`): ALL, ALLSELECTED, … */
  | Table<'all', { of: readonly ColumnRef[]; withBlankRow: boolean; selected: boolean }>
  /** All rows of a table without any filter. */
  | Table<'allRows', { table: number; withBlankRow: boolean; selected: boolean }>
  | Table<'filter', { table: BoundTable; scope: Scope; condition: BoundScalar }>
  /** The columns of `table`, then these. */
  | Table<'addColumns', { table: BoundTable; scope: Scope; values: readonly NamedValue[] }>
  /** These columns alone, duplicates kept. */
  | Table<'selectColumns', { table: BoundTable; scope: Scope; values: readonly NamedValue[] }>
  /** Some of the columns by position, duplicates kept; for joins and renamed tables. */
  | Table<'pick', { table: BoundTable; picked: readonly number[] }>
  | Table<'distinct', { table: BoundTable }>
  /** SUMMARIZE without its extension columns (those are `addColumns` with CALCULATE semantics around it). */
  | Table<'summarize', { table: BoundTable; scope: Scope; by: readonly BoundScalar[] }>
  | Table<'summarizeColumns', SummarizeColumns>
  /** GROUPBY: aggregates over the rows of each group, which are the scope's rows. */
  | Table<'groupBy', { table: BoundTable; by: readonly number[]; values: readonly GroupValue[] }>
  | Table<'crossJoin', { left: BoundTable; right: BoundTable }>
  | Table<'union', { tables: readonly BoundTable[] }>
  | Table<'intersect', { left: BoundTable; right: BoundTable }>
  | Table<'except', { left: BoundTable; right: BoundTable }>
  /** On the columns of one lineage or name: pairs of positions. */
  | Table<
      'naturalJoin',
      { left: BoundTable; right: BoundTable; on: readonly { left: number; right: number }[]; outer: boolean }
    >
  /** For each row of the left the rows of the right; `outer` is GENERATEALL. */
  | Table<'generate', { left: BoundTable; scope: Scope; right: BoundTable; outer: boolean }>
  /** With all rows that tie with the last (TOPN). */
  | Table<'topN', { count: BoundScalar; table: BoundTable; scope: Scope; orderBy: readonly Ordering[] }>
  /** Rows of values; ROW, table constructors, DATATABLE. */
  | Table<'literal', { rows: readonly (readonly BoundScalar[])[] }>
  | Table<'calculateTable', { table: BoundTable; changes: readonly FilterChange[] }>
  /** The values of the table as values of the model's columns: TREATAS keeps those that exist there. */
  | Table<'treatAs', { table: BoundTable; as: readonly ColumnRef[] }>
  /** Whole numbers, numbers or dates in steps; none where the step leads away. */
  | Table<'series', { from: BoundScalar; to: BoundScalar; step: BoundScalar }>
  | Table<'variable', { variable: VariableId }>
  | Table<'let', { variable: VariableId; value: BoundScalar; body: BoundTable }>
  | Table<'letTable', { variable: VariableId; value: BoundTable; body: BoundTable }>
  /** Rows at a distance from the current one, or between two distances: OFFSET, INDEX, WINDOW. */
  | Table<'window', { window: Window; from: WindowBound; to: WindowBound }>
  /** IF over tables, where the condition is known or the same for all rows. */
  | Table<'if', { condition: BoundScalar; then: BoundTable; else: BoundTable }>;

export type GroupValue = {
  readonly name: string;
  readonly scope: Scope;
  readonly aggregate: AggregateName;
  readonly value: BoundScalar | undefined;
  readonly type: DaxType;
};

export type SummarizeColumns = {
  readonly groups: readonly SummarizeGroup[];
  /** Filters that restrict the rows and every value. */
  readonly filters: readonly FilterChange[];
  readonly values: readonly SummarizeValue[];
};

export type SummarizeGroup = {
  readonly column: ColumnRef;
  /** Subtotal levels, outermost first; a group of several columns has one number. `undefined` is never subtotalled. */
  readonly rollup: number | undefined;
  /** The name of the column that tells subtotals, on the last column of a level. */
  readonly subtotalName: string | undefined;
  /** Which ROLLUPADDISSUBTOTAL the level is of; the subtotals of several multiply. */
  readonly axis?: number;
};

export type SummarizeValue = NamedValue & {
  /** IGNORE: a value that alone keeps no row. */
  readonly isIgnored: boolean;
};

/** The rows that a window function looks at, and which of them is the current one. */
export type Window = {
  readonly relation: BoundTable;
  readonly scope: Scope;
  readonly orderBy: readonly Ordering[];
  readonly partitionBy: readonly number[];
  /** For each column of the relation its value in the current row outside; `undefined` where there is none. */
  readonly current: readonly (BoundScalar | undefined)[];
};

export type WindowBound = { readonly kind: 'relative' | 'absolute'; readonly distance: BoundScalar };

export type BoundEvaluate = {
  readonly table: BoundTable;
  readonly scope: Scope;
  readonly orderBy: readonly Ordering[];
  /** For each leading key of `orderBy` where the answer begins. */
  readonly startAt: readonly BoundScalar[];
};

/** A whole query, bound. Variables of DEFINE are around each EVALUATE as `let`. */
export type BoundQuery = BoundMeasures & { readonly evaluates: readonly BoundEvaluate[] };

/** What a bound tree refers to by number. */
export type BoundMeasures = {
  readonly measures: readonly BoundMeasure[];
  /** Those that the text, its measures or their items name; no other can have a filter. */
  readonly calculationGroups: readonly BoundCalculationGroup[];
};

export type BoundCalculationGroup = {
  readonly table: number;
  readonly precedence: number;
  /** The column that holds the names of the items. */
  readonly column: ColumnRef;
  readonly items: readonly BoundCalculationItem[];
};

export type BoundCalculationItem = {
  readonly name: string;
  /**
   * The expression for measures of each type that occurs: that of the `measure` nodes, which is wide enough for what
   * the items make of the measure. A body's value is converted to it.
   */
  readonly bodies: ReadonlyMap<DaxType, BoundScalar>;
};

/** A calculated column or a role's filter: a value for each row of a table, which the scope is over. */
export type BoundRowExpression = BoundMeasures & {
  readonly table: BoundTable;
  readonly scope: Scope;
  readonly value: BoundScalar;
};

/** A calculated table. */
export type BoundTableExpression = BoundMeasures & { readonly table: BoundTable };

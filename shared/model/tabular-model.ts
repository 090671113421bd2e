import type { DataType, SummarizeBy } from './semantic-model.ts';

/**
 * A tabular model as it is meant, read from TMDL or TMSL: names are checked to be unique, every reference is a
 * position in the lists of this value, and expressions are still text. What a reader does not understand stays in the
 * document that the model was read from (`model-document.ts`), and is no part of the meaning.
 */
export type TabularModel = {
  readonly name: string;
  /** BCP 47, e.g. `en-US`: how texts sort and numbers are written. */
  readonly culture: string;
  readonly tables: readonly TabularTable[];
  readonly relationships: readonly Relationship[];
  readonly roles: readonly Role[];
  /** Shared M expressions and parameters. */
  readonly expressions: readonly NamedExpression[];
};

export type TabularTable = {
  readonly name: string;
  readonly description: string;
  readonly isHidden: boolean;
  /** `Time` marks a date table, whose key column is the date. */
  readonly dataCategory: string;
  readonly columns: readonly TabularColumn[];
  readonly measures: readonly TabularMeasure[];
  readonly hierarchies: readonly Hierarchy[];
  readonly partitions: readonly Partition[];
  readonly calculationGroup: CalculationGroup | undefined;
};

/** `Unknown` where the definition leaves the type to the expression. */
export type ColumnType = DataType | 'Binary' | 'Unknown';

export type TabularColumn = {
  readonly name: string;
  readonly description: string;
  readonly dataType: ColumnType;
  readonly source: ColumnSource;
  readonly isKey: boolean;
  readonly isHidden: boolean;
  readonly formatString: string;
  readonly dataCategory: string;
  readonly summarizeBy: SummarizeBy;
  readonly displayFolder: string;
  /** Position of the column that these values are sorted by. */
  readonly sortByColumn: number | undefined;
  /** Positions of the columns that identify a value of this one, as field parameters have them. */
  readonly groupByColumns: readonly number[];
};

export type ColumnSource =
  /** A column of the partition's query. */
  | { readonly kind: 'data'; readonly sourceColumn: string }
  /** A DAX expression, evaluated for each row when data is loaded. */
  | { readonly kind: 'calculated'; readonly expression: string }
  /** A column of the calculated table's result, by name or by lineage. */
  | { readonly kind: 'calculatedTable'; readonly sourceColumn: string };

export type TabularMeasure = {
  readonly name: string;
  readonly description: string;
  readonly expression: string;
  readonly formatString: string;
  /** A DAX expression that makes the format string. */
  readonly formatStringExpression: string | undefined;
  readonly isHidden: boolean;
  readonly displayFolder: string;
};

export type Hierarchy = {
  readonly name: string;
  readonly isHidden: boolean;
  readonly levels: readonly { readonly name: string; readonly column: number }[];
};

export type Partition = {
  readonly name: string;
  readonly mode: 'import' | 'directQuery' | 'dual' | 'push' | 'directLake' | 'default';
  readonly source:
    | { readonly kind: 'm'; readonly expression: string }
    | { readonly kind: 'calculated'; readonly expression: string }
    | { readonly kind: 'calculationGroup' }
    /** Of a kind that we do not read: `query`, `entity`, `policyRange`, … */
    | { readonly kind: 'other'; readonly word: string };
};

export type CalculationGroup = {
  readonly precedence: number;
  /** In the order of their ordinals. */
  readonly items: readonly CalculationItem[];
};

export type CalculationItem = {
  readonly name: string;
  readonly expression: string;
  readonly formatStringExpression: string | undefined;
  readonly ordinal: number;
};

/** A column of the model by positions. */
export type ColumnRef = { readonly table: number; readonly column: number };

export type Cardinality = 'one' | 'many';

export type Relationship = {
  readonly name: string;
  readonly from: ColumnRef;
  readonly to: ColumnRef;
  readonly fromCardinality: Cardinality;
  readonly toCardinality: Cardinality;
  readonly isActive: boolean;
  /** Filters of queries go from *to* to *from*, or both ways. */
  readonly crossFilter: 'oneDirection' | 'bothDirections';
  /** The same for the filters of roles (F-06). */
  readonly securityFilter: 'oneDirection' | 'bothDirections';
};

export type Role = {
  readonly name: string;
  readonly description: string;
  readonly modelPermission: 'none' | 'read' | 'readRefresh' | 'refresh' | 'administrator';
  readonly tablePermissions: readonly TablePermission[];
  /** Names as the definition has them; who they are is looked up when the model is published. */
  readonly members: readonly { readonly name: string; readonly objectId: string | undefined }[];
};

export type TablePermission = {
  readonly table: number;
  /** A DAX expression that is true for the rows that are seen; all rows without it. */
  readonly filterExpression: string | undefined;
  /** `none` hides the table, its name included (F-13). */
  readonly metadataPermission: 'default' | 'none' | 'read';
  readonly hiddenColumns: readonly number[];
};

export type NamedExpression = { readonly name: string; readonly kind: 'm'; readonly expression: string };

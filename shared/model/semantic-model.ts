/**
 * A semantic model as plain data: a tabular model in Power BI's words. It is what is stored as the definition of a
 * dataset item. TMSL and TMDL will be read into and written from this value; relationships, roles and DAX join it
 * when they exist.
 */
export type SemanticModel = {
  readonly tables: readonly Table[];
};

export type Table = {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly measures: readonly Measure[];
  readonly isHidden: boolean;
};

/** Power BI's column data types (the words of its API). */
export const DATA_TYPES = ['Int64', 'Double', 'Decimal', 'Boolean', 'DateTime', 'String'] as const;
export type DataType = (typeof DATA_TYPES)[number];

/** How a column is aggregated when it is dropped onto a visual. */
export const SUMMARIZE_BY = ['none', 'sum', 'average', 'min', 'max', 'count'] as const;
export type SummarizeBy = (typeof SUMMARIZE_BY)[number];

export type Column = {
  readonly name: string;
  readonly dataType: DataType;
  readonly summarizeBy: SummarizeBy;
  /** An Excel-style format code, e.g. `#,0.00`, `yyyy-mm-dd`; empty for the type's default. */
  readonly formatString: string;
  /** What the values are about, in Power BI's words (`City`, `Country`, `Latitude`, …); empty where unknown. */
  readonly dataCategory: string;
  readonly isHidden: boolean;
  /** True for a DateTime column whose values all lie at midnight. */
  readonly isDateOnly: boolean;
};

export type Measure = {
  readonly name: string;
  readonly expression: MeasureExpression;
  readonly formatString: string;
  readonly isHidden: boolean;
};

export const AGGREGATIONS = ['sum', 'average', 'min', 'max', 'count', 'distinctCount', 'rowCount'] as const;
export type Aggregation = (typeof AGGREGATIONS)[number];

/** What a measure computes in the current filter context. DAX will compile to a tree that holds these nodes. */
export type MeasureExpression =
  | { readonly kind: 'aggregate'; readonly aggregation: Exclude<Aggregation, 'rowCount'>; readonly column: string }
  | { readonly kind: 'rows' }
  /** Blank where the divisor is blank or zero. */
  | { readonly kind: 'divide'; readonly dividend: MeasureExpression; readonly divisor: MeasureExpression }
  | { readonly kind: 'subtract'; readonly left: MeasureExpression; readonly right: MeasureExpression };

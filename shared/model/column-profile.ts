import type { DataType } from './semantic-model.ts';

/** A sign that stood beside each number of a column of text: `54%`, `$5.00`, `12,50 €`. */
export type WrittenAs =
  | { readonly kind: 'percent'; readonly hasDecimals: boolean }
  | { readonly kind: 'currency'; readonly sign: string; readonly isAfter: boolean };

/** What was seen in one column of a file when it was read: enough to choose a summary, a format and a chart. */
export type ColumnProfile = {
  readonly name: string;
  readonly dataType: DataType;
  readonly nulls: number;
  /** Different values without the blanks; near enough where `isDistinctExact` is false. */
  readonly distinct: number;
  readonly isDistinctExact: boolean;
  /** Numbers as numbers, dates as ISO 8601 text without a zone; null for other types and where all are blank. */
  readonly min: number | string | null;
  readonly max: number | string | null;
  readonly average: number | null;
  /** Characters, for text. */
  readonly averageLength: number | null;
  /** True for a DateTime column whose values all lie at midnight. */
  readonly isDateOnly: boolean;
  /** True for a date column whose values are all the first of January. */
  readonly isYearOnly?: boolean;
  /** Of a number read from text with a sign; a percentage is kept as a part of one. */
  readonly writtenAs?: WrittenAs;
};

/** One table as it was seen: its name, how many rows, and a profile of each column in the file's order. */
export type TableProfile = {
  readonly tableName: string;
  readonly rowCount: number;
  readonly columns: readonly ColumnProfile[];
  /** Without it nothing is known of how the columns go together. */
  readonly relations?: ColumnRelations;
};

/** What columns have to do with each other, by their names; what is not listed was not looked at. */
export type ColumnRelations = {
  /** The rank correlation of two columns of numbers, from -1 to 1. */
  readonly correlations: readonly { readonly left: string; readonly right: string; readonly rank: number }[];
  /** The part of all rows, or of the total `of` a column, that goes to the value of a label with least and with most. */
  readonly shares: readonly {
    readonly label: string;
    readonly of?: string;
    readonly smallest: number;
    readonly largest: number;
  }[];
  /** Labels of which each tells the other. */
  readonly twins: readonly { readonly left: string; readonly right: string }[];
};

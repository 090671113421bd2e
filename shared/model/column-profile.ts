import type { DataType } from './semantic-model.ts';

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
};

/** One table as it was seen: its name, how many rows, and a profile of each column in the file's order. */
export type TableProfile = {
  readonly tableName: string;
  readonly rowCount: number;
  readonly columns: readonly ColumnProfile[];
};

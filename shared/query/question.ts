import type { Aggregation } from '../model/semantic-model.ts';

/**
 * A question as a visual asks it: names, not yet checked against a model. `resolve` binds the names, `restrict`
 * puts the caller's rules in, `emit` prints SQL. Nothing in it is SQL text, and every value stays a value.
 */
export type Question = {
  /** At least one. Groups and values may come in any order; the answer keeps it. */
  readonly select: readonly Selection[];
  /** All must hold. */
  readonly filters: readonly Filter[];
  readonly orderBy: readonly OrderBy[];
  /** Rows of the answer at most; the answer says whether there were more. */
  readonly limit: number;
};

export const DATE_GRAINS = ['year', 'quarter', 'month', 'week', 'day', 'hour'] as const;
export type DateGrain = (typeof DATE_GRAINS)[number];

/** A field of the model by its names, compared without regard to case, as Power BI does. */
export type FieldRef = { readonly table: string; readonly field: string };

export type Selection =
  /** Groups by a column; a grain truncates a date column to its period's first moment. */
  | { readonly kind: 'group'; readonly field: FieldRef; readonly grain?: DateGrain | undefined; readonly as: string }
  | {
      readonly kind: 'aggregate';
      readonly field: FieldRef;
      readonly aggregation: Exclude<Aggregation, 'rowCount'>;
      readonly as: string;
    }
  | { readonly kind: 'rows'; readonly table: string; readonly as: string }
  | { readonly kind: 'measure'; readonly field: FieldRef; readonly as: string };

/**
 * A cell or a filter's value. Dates travel as ISO 8601 text without a zone; whole numbers beyond ±(2^53 − 1) as text,
 * in answers and in filters.
 */
export type Scalar = string | number | boolean | null;

export type Filter =
  /** The column (at the grain) equals one of the values; null means blank. */
  | {
      readonly kind: 'in';
      readonly field: FieldRef;
      readonly grain?: DateGrain | undefined;
      readonly values: readonly Scalar[];
    }
  | {
      readonly kind: 'notIn';
      readonly field: FieldRef;
      readonly grain?: DateGrain | undefined;
      readonly values: readonly Scalar[];
    }
  /** From and to are inclusive of `from` and exclusive of `before`; at least one is given. */
  | {
      readonly kind: 'between';
      readonly field: FieldRef;
      readonly from?: string | number | undefined;
      readonly to?: string | number | undefined;
      readonly before?: string | number | undefined;
    }
  | { readonly kind: 'contains'; readonly field: FieldRef; readonly text: string };

export type OrderBy = { readonly as: string; readonly direction: 'ascending' | 'descending' };

/** The answer, in columns. All columns have the same length; `null` is blank. */
export type Answer = {
  readonly columns: readonly AnswerColumn[];
  readonly rowCount: number;
  /** True where the limit cut rows off. */
  readonly isPartial: boolean;
};

export type AnswerColumn = {
  readonly name: string;
  readonly dataType: 'Int64' | 'Double' | 'Decimal' | 'Boolean' | 'DateTime' | 'String';
  readonly formatString: string;
  readonly values: readonly Scalar[];
};

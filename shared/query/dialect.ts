import type { DataType } from '../model/semantic-model.ts';
import type { DateGrain } from './question.ts';

/** How one engine writes SQL. `emit` knows the shape of a query and takes every spelling from here. */
export type Dialect = {
  /** The only way a name gets into SQL. */
  readonly quoteIdentifier: (name: string) => string;
  /** The bound parameter at this position (the first is 1), as a value of the type. */
  readonly parameter: (position: number, type: DataType) => string;
  /** What moments of one period have in common, quick to compute and ordered as the periods are. */
  readonly periodKey: (grain: DateGrain, operand: string) => string;
  /** The first moment of the period with this key. */
  readonly periodStart: (grain: DateGrain, key: string) => string;
  /** The form in which texts that differ in case only are equal. */
  readonly foldText: (operand: string) => string;
  /** What folded text is ordered by, first key first. */
  readonly textOrder: (folded: string) => readonly string[];
  /** The least or greatest text without regard to case, in one spelling that does not depend on the order of rows. */
  readonly extremeText: (which: 'min' | 'max', operand: string) => string;
  readonly containsText: (operand: string, parameter: string) => string;
  readonly toDouble: (operand: string) => string;
  /** A blank side counts as zero; two blank sides are blank. Each side is written once. */
  readonly subtract: (left: string, right: string) => string;
  readonly orderKey: (operand: string, direction: 'ascending' | 'descending') => string;
  /** The value in the form in which it travels as JSON. */
  readonly answerValue: (operand: string, type: DataType) => string;
  /** Rows with columns of these aliases as one JSON object: a list per alias, or null where there are no rows. */
  readonly envelope: (rows: string, aliases: readonly string[]) => string;
};

import type { DaxType } from '../../dax/bound.ts';
import type { OperationName } from '../../dax/operations.ts';

/**
 * An expression as SQL, in parentheses where it needs them: it may stand anywhere, and more than once. What is known of
 * its value saves guards against what cannot be.
 */
export type SqlArg = {
  readonly sql: string;
  readonly type: DaxType;
  readonly isNeverBlank?: boolean;
  readonly canFail?: boolean;
  readonly isVolatile?: boolean;
};

/** How an operation is written. The arguments are as many and of the types that the binder gives the operation. */
export type Printer = (args: readonly SqlArg[], type: DaxType) => string;

/** How one engine writes SQL. Everything before it knows what is computed, and not in which words. */
export type SqlDialect = {
  /** The only way a name gets into SQL. */
  readonly quoteIdentifier: (name: string) => string;
  /** The bound parameter at this position (the first is 1), as a value of the type. */
  readonly constant: (position: number, type: DaxType) => string;
  /** BLANK() as a value of the type. */
  readonly blank: (type: DaxType) => string;
  readonly typeName: (type: DaxType) => string;
  readonly operation: Readonly<Record<OperationName, Printer>>;
  /** Cheaper spellings for a place where a blank condition is as good as a false one, such as WHERE. */
  readonly condition: Readonly<Partial<Record<OperationName, Printer>>>;
  /** Whether two texts are equal without regard to case. Blank where one is. */
  readonly textEquals: (left: string, right: string) => string;
  /** What texts are ordered by, first key first. */
  readonly textOrder: (operand: string) => readonly string[];
  /** An expression of the type that stops the query with this message, which is one of ours. */
  readonly error: (message: string, type: DaxType) => string;
  /** The value in the form in which it travels as JSON; a Variant as the JSON type of its own value. */
  readonly answerValue: (operand: string, type: DaxType) => string;
};

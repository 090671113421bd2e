import type { BoundScalar, DaxType } from '../../../../shared/dax/bound.ts';
import type { Value } from '../value.ts';

/** An operation as JavaScript: of values, or of arguments that are only computed when they are needed. */
export type Operation = {
  readonly values?: (args: readonly Value[], facts: OperationFacts) => Value;
  readonly lazy?: (args: readonly (() => Value)[], facts: OperationFacts) => Value;
};

/** What is known before anything is computed. */
export type OperationFacts = { readonly type: DaxType; readonly args: readonly BoundScalar[] };

export type OperationTable = Readonly<Record<string, Operation>>;

/** Blank where one argument is blank. */
export function strict(compute: (args: readonly Value[], facts: OperationFacts) => Value): Operation {
  return { values: (args, facts) => (args.some((arg) => arg === null) ? null : compute(args, facts)) };
}

/** Blank where the first argument is blank; the others then stand for zero or empty text. */
export function byFirst(compute: (args: readonly Value[], facts: OperationFacts) => Value): Operation {
  return { values: (args, facts) => (args[0] === null ? null : compute(args, facts)) };
}

/** Blank where all arguments are blank. */
export function byAny(compute: (args: readonly Value[], facts: OperationFacts) => Value): Operation {
  return { values: (args, facts) => (args.every((arg) => arg === null) ? null : compute(args, facts)) };
}

export function always(compute: (args: readonly Value[], facts: OperationFacts) => Value): Operation {
  return { values: compute };
}

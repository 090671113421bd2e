import type { DataType } from '../../model/semantic-model.ts';
import type { BoundScalar, DaxType } from '../bound.ts';
import type { OperationName } from '../operations.ts';

/** What keeps an expression from being bound, as a sentence for its author. */
export type Problem = { readonly problem: string };

export type Bound = BoundScalar | Problem;

export function problem(message: string): Problem {
  return { problem: message };
}

export function isProblem(bound: Bound): bound is Problem {
  return 'problem' in bound;
}

export function operation(name: OperationName, type: DaxType, ...args: readonly BoundScalar[]): BoundScalar {
  return { kind: 'operation', operation: name, type, args };
}

export function text(value: string): BoundScalar {
  return { kind: 'constant', type: 'String', value };
}

export function integer(value: number): BoundScalar {
  return { kind: 'constant', type: 'Int64', value };
}

export function double(value: number): BoundScalar {
  return { kind: 'constant', type: 'Double', value };
}

export function logical(value: boolean): BoundScalar {
  return { kind: 'constant', type: 'Boolean', value };
}

/** BLANK() as a value of a type. */
export function blank(type: DaxType): BoundScalar {
  return { kind: 'blank', type };
}

/** How the types are called in messages. */
export const TYPE_NAMES: Readonly<Record<DaxType, string>> = {
  Int64: 'whole number',
  Double: 'decimal number',
  Decimal: 'fixed decimal number',
  DateTime: 'date/time',
  String: 'text',
  Boolean: 'true/false',
  Blank: 'blank',
  Variant: 'values of several types',
};

const NUMBERS: readonly DaxType[] = ['Int64', 'Double', 'Decimal'] satisfies readonly DataType[];

export function isNumeric(type: DaxType): boolean {
  return NUMBERS.includes(type);
}

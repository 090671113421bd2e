import type { BoundScalar, DaxType, VariableId } from '../bound.ts';
import type { OperationName } from '../operations.ts';
import { convert, toNumber } from './convert.ts';
import { type Bound, double, integer, logical, operation, text } from './scalar-node.ts';

/** Numbers for variables that nothing else has. */
export type FreshVariable = () => VariableId;

/** A function of values. The binder counts the arguments by `args` before it calls `bind`. */
export type ScalarFunction = {
  /** How many arguments at least and at most. */
  readonly args: readonly [min: number, max: number];
  /** What the arguments are called, for messages. */
  readonly names: readonly string[];
  /** Positions where a bare word stands; it is bound as a text constant in upper case. */
  readonly words?: Readonly<Record<number, readonly string[]>>;
  /** An argument left empty between commas is BLANK() of type Blank. */
  readonly bind: (args: readonly BoundScalar[], fresh: FreshVariable) => Bound;
};

/** What an argument is converted to: a type, any number kind, a whole number without its fraction, or nothing. */
export type ParameterType = 'Int64' | 'truncated' | 'Double' | 'String' | 'DateTime' | 'Boolean' | 'number' | 'value';

/** Name, type, and the value that an optional parameter has when it is left out. */
export type Parameter = readonly [name: string, type: ParameterType, omitted?: number | string | boolean];

/** The type of the result, or how it follows from the types of the arguments. */
type ResultType = DaxType | ((args: readonly BoundScalar[]) => DaxType);

/** A function that is one operation on converted arguments. */
export function row(name: OperationName, type: ResultType, parameters: readonly Parameter[]): ScalarFunction {
  return define(parameters, (args) => operation(name, typeof type === 'function' ? type(args) : type, ...args));
}

/** A function whose arguments are converted and completed before `build` sees them. */
export function define(
  parameters: readonly Parameter[],
  build: (args: readonly BoundScalar[], fresh: FreshVariable) => Bound,
): ScalarFunction {
  return {
    args: [parameters.filter(([, , omitted]) => omitted === undefined).length, parameters.length],
    names: parameters.map(([name]) => name),
    bind: (args, fresh) => {
      const complete = parameters.map((parameter, index) => argument(args[index], parameter));
      return build(complete, fresh);
    },
  };
}

function argument(value: BoundScalar | undefined, [, type, omitted]: Parameter): BoundScalar {
  const isOmitted = value === undefined || (value.kind === 'blank' && value.type === 'Blank');
  if (isOmitted && omitted !== undefined) return constant(omitted, type);
  return toParameter(value ?? { kind: 'blank', type: 'Blank' }, type);
}

function toParameter(value: BoundScalar, type: ParameterType): BoundScalar {
  if (type === 'value') return value;
  if (type === 'truncated') return truncated(toNumber(value));
  return type === 'number' ? toNumber(value) : convert(value, type);
}

function truncated(number: BoundScalar): BoundScalar {
  return number.type === 'Int64' ? number : operation('truncateToInteger', 'Int64', number);
}

function constant(value: number | string | boolean, type: ParameterType): BoundScalar {
  if (typeof value === 'string') return text(value);
  if (typeof value === 'boolean') return logical(value);
  return type === 'Double' ? double(value) : integer(value);
}

/** The value computed once, for a body that names it several times. */
export function once(value: BoundScalar, fresh: FreshVariable, body: (value: BoundScalar) => Bound): Bound {
  if (value.kind === 'constant' || value.kind === 'blank' || value.kind === 'variable' || value.kind === 'rowColumn') {
    return body(value);
  }
  const variable = fresh();
  const built = body({ kind: 'variable', type: value.type, variable });
  return 'problem' in built ? built : { kind: 'let', type: built.type, variable, value, body: built };
}

import type { DataType } from '../../model/semantic-model.ts';
import type { BoundScalar, DaxType } from '../bound.ts';
import type { OperationName } from '../operations.ts';
import { double, integer, isNumeric, operation, text } from './scalar-node.ts';

const CONVERSIONS: Readonly<Record<DataType | 'Variant', OperationName>> = {
  String: 'toText',
  Double: 'toDouble',
  Int64: 'toInt64',
  Decimal: 'toDecimal',
  DateTime: 'toDateTime',
  Boolean: 'toBoolean',
  Variant: 'toVariant',
};

/** The value as one of the type; the conversion is an operation unless it can be done here. */
export function convert(value: BoundScalar, type: DaxType): BoundScalar {
  if (value.type === type || type === 'Blank') return value;
  if (value.kind === 'blank') return { kind: 'blank', type };
  // An error has the type that is wanted in its place.
  if (value.kind === 'operation' && value.operation === 'error') return { ...value, type };
  return foldConstant(value, type) ?? unwrap(value, type) ?? operation(CONVERSIONS[type], type, value);
}

/** A number as it is; everything else as the number that it stands for. */
export function toNumber(value: BoundScalar): BoundScalar {
  if (isNumeric(value.type)) return value;
  if (value.type === 'Boolean') return convert(value, 'Int64');
  if (value.type === 'Blank') return convert(value, 'Int64');
  return numberOfText(value) ?? convert(value, 'Double');
}

/** A whole number in quotes is a whole number. */
function numberOfText(value: BoundScalar): BoundScalar | undefined {
  if (value.kind !== 'constant' || typeof value.value !== 'string' || value.type !== 'String') return undefined;
  return /^\s*[+-]?\d{1,15}\s*$/.test(value.value) ? integer(Number(value.value)) : undefined;
}

/** The one type of both, or Variant; number kinds widen, and a blank has any type. */
export function commonType(left: DaxType, right: DaxType): DaxType {
  if (left === right || right === 'Blank') return left;
  if (left === 'Blank') return right;
  if (!isNumeric(left) || !isNumeric(right)) return 'Variant';
  return left === 'Double' || right === 'Double' ? 'Double' : 'Decimal';
}

function foldConstant(value: BoundScalar, type: DaxType): BoundScalar | undefined {
  if (value.kind !== 'constant') return undefined;
  if (value.type === 'Int64' && typeof value.value === 'number') {
    if (type === 'Double') return double(value.value);
    if (type === 'Decimal') return { kind: 'constant', type, value: String(value.value) };
    if (type === 'String') return text(String(value.value));
    if (type === 'Boolean') return { kind: 'constant', type, value: value.value !== 0 };
  }
  if (value.type === 'Boolean' && type === 'Int64') return integer(value.value === true ? 1 : 0);
  return undefined;
}

/** A number that has just been made a date is that number: the difference of two dates. */
function unwrap(value: BoundScalar, type: DaxType): BoundScalar | undefined {
  if (value.kind !== 'operation' || value.operation !== 'toDateTime' || type !== 'Double') return undefined;
  const [inner] = value.args;
  return inner?.type === 'Double' ? inner : undefined;
}

import type { BoundScalar, DaxType } from '../bound.ts';
import type { OperationName } from '../operations.ts';
import { convert } from './convert.ts';
import { type Bound, isNumeric, operation, problem, TYPE_NAMES } from './scalar-node.ts';

export type Comparison = '=' | '==' | '<>' | '<' | '<=' | '>' | '>=';

const LOOSE: Readonly<Record<Comparison, OperationName>> = {
  '=': 'equal',
  '==': 'strictEqual',
  '<>': 'notEqual',
  '<': 'less',
  '<=': 'lessOrEqual',
  '>': 'greater',
  '>=': 'greaterOrEqual',
};

/** The form for a known value that a blank does not satisfy; `<>` has none. */
const STRICT: Readonly<Partial<Record<Comparison, OperationName>>> = {
  '=': 'strictEqual',
  '<': 'strictLess',
  '<=': 'strictLessOrEqual',
  '>': 'strictGreater',
  '>=': 'strictGreaterOrEqual',
};

const FLIPPED: Readonly<Record<Comparison, Comparison>> = {
  '=': '=',
  '==': '==',
  '<>': '<>',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

/** What can be compared with what: numbers and moments, texts, logical values. */
type Rank = 'number' | 'text' | 'logical' | 'blank' | 'variant';

const RANKS: Readonly<Record<DaxType, Rank>> = {
  Int64: 'number',
  Double: 'number',
  Decimal: 'number',
  DateTime: 'number',
  String: 'text',
  Boolean: 'logical',
  Blank: 'blank',
  Variant: 'variant',
};

/** A comparison; values of unlike types are a problem unless their types are only known row by row. */
export function bindComparison(comparison: Comparison, left: BoundScalar, right: BoundScalar): Bound {
  const ranks = [RANKS[left.type], RANKS[right.type]];
  if (ranks.includes('variant')) {
    return operation(LOOSE[comparison], 'Boolean', convert(left, 'Variant'), convert(right, 'Variant'));
  }
  if (!ranks.includes('blank') && ranks[0] !== ranks[1]) {
    const [a, b] = [TYPE_NAMES[left.type], TYPE_NAMES[right.type]];
    return problem(`A value of type ${a} cannot be compared with one of type ${b}; convert one with VALUE or FORMAT.`);
  }
  const type = comparedAs(left.type, right.type);
  const [a, b] = type === undefined ? [left, right] : [convert(left, type), convert(right, type)];
  return operation(chosen(comparison, a, b), 'Boolean', a, b);
}

/** Number kinds are compared as they are; a moment with a number as a number. */
function comparedAs(left: DaxType, right: DaxType): DaxType | undefined {
  if (left === 'Blank' || right === 'Blank') return left === 'Blank' ? right : left;
  return left !== right && (left === 'DateTime' || right === 'DateTime') ? 'Double' : undefined;
}

function chosen(comparison: Comparison, left: BoundScalar, right: BoundScalar): OperationName {
  const strict = STRICT[comparison];
  if (strict === undefined) return LOOSE[comparison];
  if (right.kind === 'constant') return isFalseForBlank(comparison, right) ? strict : LOOSE[comparison];
  if (left.kind === 'constant') return isFalseForBlank(FLIPPED[comparison], left) ? strict : LOOSE[comparison];
  return LOOSE[comparison];
}

/** Whether `BLANK() comparison constant` is certainly false. */
function isFalseForBlank(comparison: Comparison, constant: BoundScalar & { readonly kind: 'constant' }): boolean {
  const side = sideOfBlank(constant);
  if (side === undefined) return false;
  if (comparison === '=') return side !== 0;
  if (comparison === '<') return side >= 0;
  if (comparison === '<=') return side > 0;
  return comparison === '>' ? side <= 0 : side < 0;
}

/** Where what a blank stands for lies beside the value: before (-1), the same (0), after (1). */
function sideOfBlank({ type, value }: BoundScalar & { readonly kind: 'constant' }): number | undefined {
  if (type === 'String') return value === '' ? 0 : -1;
  if (type === 'Boolean') return value === true ? -1 : 0;
  if (!isNumeric(type)) return undefined;
  return -Math.sign(Number(value));
}

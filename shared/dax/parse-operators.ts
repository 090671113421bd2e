import { nested, type ParseState, peek, take } from './parse-state.ts';
import type { BinaryOperator, Expression } from './syntax.ts';

/**
 * How tight an operator binds: the higher of two takes the operand between them. Equal ones go from left to right. The
 * documentation leaves IN out of its table; here it joins before comparisons do, as `a = b IN T` has no other sense.
 */
export const BINDING = {
  '||': 1,
  '&&': 2,
  '=': 4,
  '==': 4,
  '<>': 4,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  IN: 5,
  '&': 6,
  '+': 7,
  '-': 7,
  '*': 8,
  '/': 8,
  '^': 10,
} as const satisfies Record<BinaryOperator, number>;

/** NOT takes in a whole comparison, a sign only powers: `-2 ^ 2` is −4. */
export const PREFIX_BINDING = { NOT: 3, '+': 9, '-': 9 } as const;

const isBinary = (key: string): key is BinaryOperator => Object.hasOwn(BINDING, key);
const isPrefix = (key: string): key is keyof typeof PREFIX_BINDING => Object.hasOwn(PREFIX_BINDING, key);

/** Reads operands and the operators between them that bind at least as tight as `least`. */
export function parseOperators(state: ParseState, parseOperand: () => Expression, least = 0): Expression {
  let left = parsePrefix(state, parseOperand);
  for (;;) {
    const operator = peek(state).key;
    if (!isBinary(operator) || BINDING[operator] < least) return left;
    take(state);
    const right = parseOperators(state, parseOperand, BINDING[operator] + 1);
    left = { kind: 'binary', span: { start: left.span.start, end: right.span.end }, operator, left, right };
  }
}

/** A prefix may stand before any operand, whatever is to its left, and then takes in all that binds tighter. */
function parsePrefix(state: ParseState, parseOperand: () => Expression): Expression {
  const { key: operator, start } = peek(state);
  if (!isPrefix(operator)) return parseOperand();
  take(state);
  const least = PREFIX_BINDING[operator] + 1;
  const operand = nested(state, () => parseOperators(state, parseOperand, least)) ?? parseOperand();
  return { kind: 'unary', span: { start, end: operand.span.end }, operator, operand };
}

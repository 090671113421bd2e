import type { BoundScalar, DaxType } from '../bound.ts';
import type { OperationName } from '../operations.ts';
import type { BinaryOperator } from '../syntax.ts';
import { bindComparison } from './compare.ts';
import { commonType, convert, toNumber } from './convert.ts';
import { type Bound, blank, operation } from './scalar-node.ts';

/** `left operator right`, with the conversions that the operator asks for. IN is the binder's, being about a table. */
export function bindOperator(operator: Exclude<BinaryOperator, 'IN'>, left: BoundScalar, right: BoundScalar): Bound {
  switch (operator) {
    case '+':
      return add(left, right);
    case '-':
      return subtract(left, right);
    case '*':
      return multiply(left, right);
    case '/':
      return divide(left, right);
    case '^':
      return operation('power', 'Double', convert(left, 'Double'), convert(right, 'Double'));
    case '&':
      return operation('concatenate', 'String', convert(left, 'String'), convert(right, 'String'));
    case '&&':
      return operation('and', 'Boolean', convert(left, 'Boolean'), convert(right, 'Boolean'));
    case '||':
      return operation('or', 'Boolean', convert(left, 'Boolean'), convert(right, 'Boolean'));
    default:
      return bindComparison(operator, left, right);
  }
}

/** A sign or NOT. A plus leaves its operand as it is, whatever its type. */
export function bindUnary(operator: '+' | '-' | 'NOT', operand: BoundScalar): Bound {
  if (operator === '+') return operand;
  if (operator === 'NOT') return operation('not', 'Boolean', convert(operand, 'Boolean'));
  if (operand.type === 'DateTime')
    return convert(operation('negate', 'Double', convert(operand, 'Double')), 'DateTime');
  const number = toNumber(operand);
  if (number.kind === 'constant' && typeof number.value === 'number') return { ...number, value: -number.value };
  return operation('negate', number.type, number);
}

/** Numbers as they are, logical values and text as numbers, moments untouched. */
function toTerm(value: BoundScalar): BoundScalar {
  return value.type === 'DateTime' ? value : toNumber(value);
}

function add(left: BoundScalar, right: BoundScalar): BoundScalar {
  const [a, b] = [toTerm(left), toTerm(right)];
  if (a.type !== 'DateTime' && b.type !== 'DateTime') return widened('add', a, b);
  if (a.type === b.type) return convert(widened('add', convert(a, 'Double'), convert(b, 'Double')), 'DateTime');
  return a.type === 'DateTime' ? days('addDays', a, b) : days('addDays', b, a);
}

function subtract(left: BoundScalar, right: BoundScalar): BoundScalar {
  const [a, b] = [toTerm(left), toTerm(right)];
  if (a.type === 'DateTime' && b.type !== 'DateTime') return days('subtractDays', a, b);
  if (b.type !== 'DateTime') return widened('subtract', a, b);
  const difference = widened('subtract', convert(a, 'Double'), convert(b, 'Double'));
  return a.type === 'DateTime' ? convert(difference, 'DateTime') : difference;
}

function days(name: OperationName, date: BoundScalar, number: BoundScalar): BoundScalar {
  if (date.kind === 'blank') return operation(name, 'DateTime', blank('DateTime'), number);
  return operation(name, 'DateTime', date, number.type === 'Int64' ? number : convert(number, 'Double'));
}

/** Both as the wider number kind, which is that of the result. */
function widened(name: OperationName, left: BoundScalar, right: BoundScalar): BoundScalar {
  const type = commonType(left.type, right.type);
  return operation(name, type, convert(left, type), convert(right, type));
}

/** Fixed decimals stay fixed beside other numbers; the product of two of them is a double. */
function multiply(left: BoundScalar, right: BoundScalar): BoundScalar {
  const [a, b] = [toNumber(left), toNumber(right)];
  const isFixed = (a.type === 'Decimal') !== (b.type === 'Decimal');
  if (!isFixed) {
    const type: DaxType = a.type === 'Int64' && b.type === 'Int64' ? 'Int64' : 'Double';
    return operation('multiply', type, convert(a, type), convert(b, type));
  }
  const exact = a.type !== 'Double' && b.type !== 'Double';
  if (exact) return operation('multiply', 'Decimal', a, b);
  return operation('multiply', 'Decimal', convert(a, 'Double'), convert(b, 'Double'));
}

/** A fixed decimal divided by a number that is none is fixed; every other quotient is a double. */
function divide(left: BoundScalar, right: BoundScalar): BoundScalar {
  const [a, b] = [toNumber(left), toNumber(right)];
  const type: DaxType = a.type === 'Decimal' && b.type !== 'Decimal' ? 'Decimal' : 'Double';
  return operation('divide', type, convert(a, 'Double'), convert(b, 'Double'));
}

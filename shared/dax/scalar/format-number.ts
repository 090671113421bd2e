import type { BoundScalar } from '../bound.ts';
import { convert } from './convert.ts';
import { type NumberPiece, type NumberPlan, planNumber } from './format-number-plan.ts';
import { type FormatMark, splitSections } from './format-sections.ts';
import { type Bound, double, integer, logical, operation, problem, text } from './scalar-node.ts';

const BETWEEN = 'The format has text between the places of its digits, which FORMAT cannot write yet.';

/** A number that is not blank, written by a format of one to three sections: above, below and at zero. */
export function formatNumber(value: BoundScalar, marks: readonly FormatMark[]): Bound {
  const [first = [], ...others] = splitSections(marks);
  const plan = planNumber(first);
  if (plan === undefined) return problem(BETWEEN);
  const [negative, zero] = others.map((section) => (section.length === 0 ? 'missing' : planNumber(section)));
  if (others.length > 0 && (negative === undefined || (others.length > 1 && zero === undefined)))
    return problem(BETWEEN);
  const above = write(value, plan, undefined);
  const below = negativeText(value, plan, negative);
  const isBelow = compare('strictLess', value);
  const signed = operation('if', 'String', isBelow, below, above);
  if (zero === undefined || zero === 'missing') return signed;
  return operation('if', 'String', compare('strictEqual', value), write(value, zero, undefined), signed);
}

/** Without a section of its own a negative number gets a minus: before the whole text, or before its digits. */
function negativeText(value: BoundScalar, plan: NumberPlan, negative: NumberPlan | 'missing' | undefined): BoundScalar {
  if (negative === undefined) return operation('concatenate', 'String', text('-'), write(value, plan, undefined));
  return negative === 'missing' ? write(value, plan, text('-')) : write(value, negative, undefined);
}

function compare(name: 'strictLess' | 'strictEqual', value: BoundScalar): BoundScalar {
  return operation(name, 'Boolean', value, convert(integer(0), value.type));
}

function write(value: BoundScalar, plan: NumberPlan, sign: BoundScalar | undefined): BoundScalar {
  const scaled =
    plan.factor === 1 ? value : operation('multiply', 'Double', convert(value, 'Double'), double(plan.factor));
  const pieces = plan.pieces.flatMap((piece) => {
    const written = writePiece(scaled, piece);
    return piece.kind === 'text' || sign === undefined ? [written] : [sign, written];
  });
  const [only, second] = pieces;
  if (only === undefined) return text('');
  return second === undefined ? only : operation('concatenate', 'String', ...pieces);
}

function writePiece(value: BoundScalar, piece: NumberPiece): BoundScalar {
  switch (piece.kind) {
    case 'text':
      return text(piece.text);
    case 'digits': {
      const sizes = [piece.minInteger, piece.minFraction, piece.maxFraction].map(integer);
      return operation('digits', 'String', value, ...sizes, logical(piece.isGrouped));
    }
    case 'exponent': {
      const sizes = [piece.minFraction, piece.maxFraction, piece.minExponent].map(integer);
      const written = operation('exponentDigits', 'String', convert(value, 'Double'), ...sizes, logical(piece.hasPlus));
      return piece.letter === 'E' ? written : operation('lower', 'String', written);
    }
  }
}

import type { FormatMark } from './format-sections.ts';

/** How a number is written: texts around and between its digits. */
export type NumberPlan = {
  readonly pieces: readonly NumberPiece[];
  /** What the number is multiplied by before it is written: 100 for each `%`, a thousandth for each scaling comma. */
  readonly factor: number;
};

export type NumberPiece =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'digits';
      readonly minInteger: number;
      readonly minFraction: number;
      readonly maxFraction: number;
      readonly isGrouped: boolean;
    }
  | {
      readonly kind: 'exponent';
      readonly minFraction: number;
      readonly maxFraction: number;
      readonly minExponent: number;
      readonly hasPlus: boolean;
      readonly letter: 'E' | 'e';
    };

/** Reads one section of a number format. Undefined where text stands between the places of digits. */
export function planNumber(marks: readonly FormatMark[]): NumberPlan | undefined {
  const exponent = findExponent(marks);
  const end = exponent?.start ?? marks.length;
  const places = [...marks.keys()].filter((index) => index < end && isPlace(marks[index]));
  const [from, last] = [places[0], places.at(-1)];
  const percents = marks.filter(({ char, isLiteral }) => char === '%' && !isLiteral).length;
  const plain = (part: readonly FormatMark[]) => textOf(part);
  if (from === undefined || last === undefined) return { pieces: plain(marks), factor: 100 ** percents };
  const mask = marks.slice(from, last + 1);
  if (mask.some((mark) => !isPlace(mark))) return undefined;
  const read = readMask(mask.map(({ char }) => char).join(''));
  const body: NumberPiece = exponent === undefined ? read.digits : { ...exponent.piece, ...fractionOf(read.digits) };
  const rest = marks.slice(exponent?.end ?? last + 1);
  const pieces = [...plain(marks.slice(0, from)), body, ...plain(rest)];
  return { pieces, factor: 100 ** percents / 1000 ** read.scalings };
}

function isPlace(mark: FormatMark | undefined): boolean {
  return mark !== undefined && !mark.isLiteral && '0#.,'.includes(mark.char);
}

type Digits = Extract<NumberPiece, { readonly kind: 'digits' }>;

const fractionOf = ({ minFraction, maxFraction }: Digits) => ({ minFraction, maxFraction });

/** Places before and after the first point; a comma between places groups, one after the last place, or before the point, scales. */
function readMask(mask: string): { readonly digits: Digits; readonly scalings: number } {
  const point = mask.indexOf('.');
  const whole = point < 0 ? mask : mask.slice(0, point);
  const after = point < 0 ? '' : mask.slice(point + 1);
  const fraction = after.replace(/[.,]/g, '');
  const scalings = trailingCommas(whole) + trailingCommas(after);
  const places = whole.slice(0, whole.length - trailingCommas(whole));
  const firstZero = places.replaceAll(',', '').indexOf('0');
  const count = places.replaceAll(',', '').length;
  const digits: Digits = {
    kind: 'digits',
    minInteger: firstZero < 0 ? 0 : count - firstZero,
    minFraction: fraction.lastIndexOf('0') + 1,
    maxFraction: fraction.length,
    isGrouped: places.includes(','),
  };
  return { digits, scalings };
}

const trailingCommas = (mask: string) => /,*$/.exec(mask)?.[0].length ?? 0;

type Exponent = {
  readonly start: number;
  readonly end: number;
  readonly piece: Extract<NumberPiece, { readonly kind: 'exponent' }>;
};

/** `E+00` or `E-0` after a digit place. */
function findExponent(marks: readonly FormatMark[]): Exponent | undefined {
  const code = marks.map(({ char, isLiteral }) => (isLiteral ? ' ' : char)).join('');
  const found = /[0#.]([Ee])([+-])([0#]+)/.exec(code);
  if (found === null) return undefined;
  const [whole, letter, sign, places] = found;
  const minExponent = (places ?? '').replaceAll('#', '').length;
  return {
    start: found.index + 1,
    end: found.index + whole.length,
    piece: {
      kind: 'exponent',
      minFraction: 0,
      maxFraction: 0,
      minExponent,
      hasPlus: sign === '+',
      letter: letter === 'e' ? 'e' : 'E',
    },
  };
}

function textOf(marks: readonly FormatMark[]): readonly NumberPiece[] {
  const text = marks.map(({ char }) => char).join('');
  return text === '' ? [] : [{ kind: 'text', text }];
}

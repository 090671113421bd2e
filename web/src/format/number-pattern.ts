/** One section of an Excel-style number code, read into what is needed to print with it. */
export type NumberPattern = {
  readonly prefix: string;
  readonly suffix: string;
  /** False for a code of words only: then the words are printed and no number. */
  readonly hasDigits: boolean;
  readonly minIntegers: number;
  readonly minDecimals: number;
  readonly maxDecimals: number;
  readonly isGrouped: boolean;
  /** What the value is divided by: trailing commas scale down, a percent sign scales up. */
  readonly divisor: number;
  readonly isPercent: boolean;
  readonly hasExponent: boolean;
};

type Piece = { readonly text: string; readonly isLiteral: boolean };

/** What a code is made of: a quoted text, an escaped character, a currency in brackets, or one character. */
const PIECE = /"([^"]*)"?|\\(.?)|_(.?)|\[(?:\$([^\]-]*))?[^\]]*\]?|([\s\S])/gu;
const DIGIT_SIGN = /[#0?.,%Ee+]/;

function pieces(code: string): readonly Piece[] {
  return [...code.matchAll(PIECE)].map(([, quoted, escaped, spaced, currency, plain]) => {
    if (plain !== undefined) return { text: plain, isLiteral: !DIGIT_SIGN.test(plain) };
    return { text: quoted ?? escaped ?? currency ?? (spaced === undefined ? '' : ' '), isLiteral: true };
  });
}

function splitSections(code: string): readonly string[] {
  const sections: string[] = [''];
  let isQuoted = false;
  for (const char of code) {
    if (char === '"') isQuoted = !isQuoted;
    if (char === ';' && !isQuoted) sections.push('');
    else sections[sections.length - 1] += char;
  }
  return sections;
}

/** What stands before the digits, the digits, and what stands behind them. */
function cut(section: string) {
  const all = pieces(section);
  const isDigit = (piece: Piece) => !piece.isLiteral && piece.text !== '%';
  const first = all.findIndex(isDigit);
  const from = first === -1 ? all.length : first;
  const text = (some: readonly Piece[]) => some.map((piece) => piece.text).join('');
  return {
    prefix: text(all.slice(0, from)),
    digits: text(all.filter(isDigit)),
    suffix: text(all.slice(from).filter((piece) => !isDigit(piece))),
    isPercent: all.some((piece) => !piece.isLiteral && piece.text === '%'),
  };
}

const count = (text: string, sign: RegExp) => (text.match(sign) ?? []).length;

function parseSection(section: string): NumberPattern {
  const { prefix, digits, suffix, isPercent } = cut(section);
  const mantissa = digits.split(/[Ee]/)[0] ?? '';
  const [integers = '', decimals = ''] = mantissa.split('.');
  const scale = Math.max(count(/,*$/.exec(integers)?.[0] ?? '', /,/g), count(/,*$/.exec(decimals)?.[0] ?? '', /,/g));
  return {
    prefix,
    suffix,
    hasDigits: /[#0?]/.test(digits),
    minIntegers: count(integers, /0/g),
    minDecimals: count(decimals, /0/g),
    maxDecimals: count(decimals, /[#0?]/g),
    isGrouped: /[#0],+[#0]/.test(integers),
    divisor: 1000 ** scale / (isPercent ? 100 : 1),
    isPercent,
    hasExponent: /[Ee]\+?0/.test(digits),
  };
}

type NumberCode = {
  readonly positive: NumberPattern;
  readonly negative: NumberPattern | undefined;
  readonly zero: NumberPattern | undefined;
};

const cache = new Map<string, NumberCode>();

/** Reads an Excel-style code (`#,0.00`, `0.0%`, `$#,0;($#,0)`); each code is read once. */
export function parseNumberCode(code: string): NumberCode {
  const known = cache.get(code);
  if (known !== undefined) return known;
  const [positive = '', negative, zero] = splitSections(code);
  const section = (text: string | undefined) => (text === undefined || text === '' ? undefined : parseSection(text));
  const parsed = { positive: parseSection(positive), negative: section(negative), zero: section(zero) };
  cache.set(code, parsed);
  return parsed;
}

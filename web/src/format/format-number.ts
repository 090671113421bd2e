import { type NumberPattern, parseNumberCode } from './number-pattern.ts';

const LOCALE = 'en-US';
const formatters = new Map<string, Intl.NumberFormat>();

function digitsOf(value: number, options: Intl.NumberFormatOptions): string {
  const key = JSON.stringify(options);
  const known = formatters.get(key) ?? new Intl.NumberFormat(LOCALE, options);
  formatters.set(key, known);
  return known.format(value);
}

function print(value: number, pattern: NumberPattern): string {
  if (!pattern.hasDigits) return pattern.prefix;
  const scaled = value / pattern.divisor;
  const options: Intl.NumberFormatOptions = {
    minimumIntegerDigits: Math.min(21, Math.max(1, pattern.minIntegers)),
    minimumFractionDigits: Math.min(20, pattern.minDecimals),
    maximumFractionDigits: Math.min(20, pattern.maxDecimals),
    useGrouping: pattern.isGrouped,
    ...(pattern.hasExponent ? { notation: 'scientific' as const } : {}),
  };
  return dressed(digitsOf(scaled, options), pattern);
}

/** From here on digits before the point tell nobody anything, and below there none are left behind it. */
const [LARGEST, SMALLEST] = [1e15, 1e-4];

/** The shortest true way to write what is very large or very small: `5.01E17`, `1.2E-7`. */
function scientific(value: number): string {
  const digits = digitsOf(Math.abs(value), { notation: 'scientific', maximumFractionDigits: 2 });
  return sign(value) + digits;
}

/** True for a number too large for its code, or so small that only zeros would be left though the code is a fine one. */
function isBeyond(value: number, pattern: NumberPattern): boolean {
  if (!pattern.hasDigits || pattern.hasExponent || pattern.divisor !== 1) return false;
  const size = Math.abs(value);
  return size >= LARGEST || (pattern.maxDecimals >= 3 && value !== 0 && size < SMALLEST);
}

function sign(value: number): string {
  return value < 0 ? '−' : '';
}

function dressed(digits: string, pattern: NumberPattern): string {
  return pattern.prefix + digits + pattern.suffix;
}

function endless(value: number): string {
  return Number.isNaN(value) ? '' : `${sign(value)}∞`;
}

const GENERAL = new Set(['', 'General', 'General Number']);

function general(value: number): string {
  const size = Math.abs(value);
  if (size >= LARGEST || (value !== 0 && size < SMALLEST)) return scientific(value);
  const decimals = Number.isInteger(value) || size >= 10_000 ? 0 : size >= 1 ? 2 : 4;
  return minus(digitsOf(value, { maximumFractionDigits: decimals }));
}

/** A number by an Excel-style code; without one it is grouped and has as many decimals as its size deserves. */
export function formatNumber(value: number, code: string): string {
  if (!Number.isFinite(value)) return endless(value);
  if (GENERAL.has(code)) return general(value);
  const parsed = parseNumberCode(code);
  if (value === 0 && parsed.zero !== undefined) return print(0, parsed.zero);
  if (isBeyond(value, parsed.positive)) return `${sign(value)}${dressed(scientific(Math.abs(value)), parsed.positive)}`;
  if (value < 0 && parsed.negative !== undefined) return print(-value, parsed.negative);
  const text = print(Math.abs(value), parsed.positive);
  const isVisiblyNegative = value < 0 && /[1-9]/.test(text);
  return isVisiblyNegative ? `−${text}` : text;
}

/** A real minus sign, and none before a zero. */
function minus(text: string): string {
  return text === '-0' ? '0' : text.replace('-', '−');
}

const STEPS = [
  { size: 1e12, letter: 'T' },
  { size: 1e9, letter: 'B' },
  { size: 1e6, letter: 'M' },
  { size: 1e3, letter: 'K' },
];

/**
 * A number short enough for a card or an axis: `$1.23M`. From `smallest` upwards it is shortened to three digits that
 * count, below it is printed in full. Currency signs stay; percentages are never shortened.
 */
export function formatCompact(value: number, code: string, smallest = 1_000_000): string {
  const size = Math.abs(value);
  const pattern = parseNumberCode(code).positive;
  if (!Number.isFinite(value) || size < smallest || pattern.isPercent || pattern.divisor !== 1) {
    return formatNumber(value, code);
  }
  if (size >= LARGEST) return formatNumber(value, code);
  const rounded = Number(size.toPrecision(3));
  const step = STEPS.find((one) => rounded >= one.size);
  if (step === undefined) return formatNumber(value, code);
  const short = digitsOf(rounded / step.size, { maximumFractionDigits: 2 });
  return sign(value) + dressed(short + step.letter, pattern);
}

/** For axis ticks: as short as it can be said, `0`, `250`, `1.5K`, `$2M`, `40%`. */
export function formatTick(value: number, code: string): string {
  const pattern = parseNumberCode(code).positive;
  if (pattern.isPercent) {
    return `${minus(digitsOf(value * 100, { maximumFractionDigits: 1 }))}%`;
  }
  if (Math.abs(value) >= 1000) return formatCompact(value, code, 1000);
  const isTiny = value !== 0 && Math.abs(value) < 0.001;
  const text = isTiny ? scientific(Math.abs(value)) : digitsOf(Math.abs(value), { maximumFractionDigits: 3 });
  return sign(value) + dressed(text, pattern);
}

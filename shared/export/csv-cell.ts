import type { AnswerColumn, Scalar } from '../query/question.ts';

const NUMBER = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;
const NUMERIC_TYPES: readonly AnswerColumn['dataType'][] = ['Int64', 'Double', 'Decimal'];

/**
 * What a spreadsheet takes for a formula: text that begins with one of these signs, in any width, or with a tab or a line
 * break; also after spaces, quotes and invisible characters, which it passes over.
 */
const FORMULA = /^(?:[\t\r\n]|[\p{Z}\p{C}"'`‘’“”]*[=+\-@＝＋－＠﹦﹢﹣﹫])/u;

/** One value as a field of a CSV file: numbers as numbers, text such that no spreadsheet runs it (D07). Blank is empty. */
export function csvCell(value: Scalar, dataType: AnswerColumn['dataType']): string {
  if (value === null) return '';
  const text = String(value);
  if (NUMERIC_TYPES.includes(dataType) && NUMBER.test(text)) return text;
  return csvText(text);
}

/** A text as a field: neutralised by an apostrophe in front where it needs it, quoted where the format demands it. */
export function csvText(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return /[",;\r\n\t]|^\s|\s$/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

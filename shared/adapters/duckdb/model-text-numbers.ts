import type { CultureSigns } from '../../source/m/culture-signs.ts';
import { firstOf, textLiteral } from './model-cells.ts';

/** What may stand in and around a number beside digits: spaces, apostrophes between thousands, signs of currency. */
const LEFT_OUT = " \t\u00a0\u202f'’$€£¥";
const NUMBER = '[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?';

/** SQL: the text of a number with `.` as its only sign, or null where the text is no number; `50%` is `0.5`. */
function plainNumber(text: string, { decimal }: CultureSigns): string {
  const group = decimal === '.' ? ',' : '.';
  const bare = `translate(${text}, ${textLiteral(LEFT_OUT + group)}, '')`;
  const pointed = decimal === '.' ? bare : `replace(${bare}, ',', '.')`;
  const percent = `CAST(CAST(rtrim(${pointed}, '%') AS DOUBLE) / 100 AS VARCHAR)`;
  return `CASE WHEN regexp_full_match(${pointed}, '${NUMBER}') THEN ${pointed} WHEN regexp_full_match(${pointed}, '${NUMBER}%') THEN ${percent} END`;
}

/** SQL: a cast that suits most texts of a column; null where the text has to be looked at sign by sign. */
function quick(text: string, type: string): string {
  return `CASE WHEN NOT contains(${text}, '_') THEN TRY_CAST(${text} AS ${type}) END`;
}

/** A point parts thousands where the comma is the sign of decimals. */
function quickInCulture(text: string, type: string, { decimal }: CultureSigns): string {
  if (decimal === '.') return quick(text, type);
  return `CASE WHEN NOT contains(${text}, '.') THEN ${quick(`replace(${text}, ',', '.')`, type)} END`;
}

/** SQL: a text as a whole number, halves to the even neighbour; null where it is no number or beyond 64 bits. */
export function wholeFromText(text: string, signs: CultureSigns): string {
  const plain = plainNumber(text, signs);
  const rounded = `TRY_CAST(round_even(TRY_CAST(${plain} AS DOUBLE), 0) AS BIGINT)`;
  const exact = `CASE WHEN regexp_full_match(${plain}, '[+-]?[0-9]+') THEN TRY_CAST(${plain} AS BIGINT) ELSE ${rounded} END`;
  return firstOf(text, [`CASE WHEN NOT contains(${text}, '.') THEN ${quick(text, 'BIGINT')} END`], exact);
}

/** SQL: a text as a double; null where it is no number. */
export function doubleFromText(text: string, signs: CultureSigns): string {
  return firstOf(text, [quickInCulture(text, 'DOUBLE', signs)], `TRY_CAST(${plainNumber(text, signs)} AS DOUBLE)`);
}

/** SQL: a text as a fixed decimal number; null where it is no number or too large. Casts to 18 digits are far faster. */
export function decimalFromText(text: string, signs: CultureSigns): string {
  const type = 'DECIMAL(18,4)';
  const few = 'DECIMAL(18,4)';
  const plain = plainNumber(text, signs);
  const most = `CAST(${quickInCulture(text, few, signs)} AS ${type})`;
  return firstOf(
    text,
    [most],
    `coalesce(CAST(TRY_CAST(${plain} AS ${few}) AS ${type}), TRY_CAST(${plain} AS ${type}))`,
  );
}

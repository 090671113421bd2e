import type { WrittenAs } from '../../model/column-profile.ts';
import type { TextType } from './source-text-types.ts';

/** Which sign parts the thousands and which the decimals. */
type Style = { readonly group: ',' | '.'; readonly decimal: '.' | ',' };

const POINT: Style = { group: ',', decimal: '.' };
const COMMA: Style = { group: '.', decimal: ',' };
const CURRENCY_SIGNS = ['$', '€', '£'] as const;
/** A space, or one of the two that do not break, as spreadsheets put them between number and sign. */
const SPACE = '[ \u00a0\u202f]?';
/** At most fifteen digits before the decimals, so that a double holds them all. */
const UNGROUPED = '(?:0|[1-9][0-9]{0,14})';
const grouped = ({ group }: Style) => `(?:0|[1-9][0-9]{0,2}(?:[${group}][0-9]{3}){0,4})`;
/** Three decimals after a sign that may part thousands are no decimals. */
const decimals = ({ decimal }: Style) => `(?:[${decimal}](?:[0-9]{1,2}|[0-9]{4,10}))?`;
const anyDecimals = ({ decimal }: Style) => `(?:[${decimal}][0-9]{1,10})?`;

type Written = {
  readonly name: string;
  readonly style: Style;
  readonly pattern: string;
  readonly isWhole: boolean;
  readonly writtenAs?: WrittenAs;
  readonly proof?: TextType['proof'];
};

/**
 * Numbers as spreadsheets write them: `1,378,354.50`, `54%`, `$5.00`, `12,50 €`. A column is one of them only as a
 * whole. Decimal commas and points between thousands are looked for under a semicolon only.
 */
export function writtenNumbers(delimiter: string): readonly TextType[] {
  const isSemicolon = delimiter === ';';
  const styles = isSemicolon ? [POINT, COMMA] : [POINT];
  return [
    ...styles.flatMap((style) => plain(style, isSemicolon)),
    ...styles.flatMap((style) => percent(style, isSemicolon)),
    ...styles.flatMap((style) => CURRENCY_SIGNS.flatMap((sign) => currency(style, sign))),
  ].map(typeOf);
}

/** Under a semicolon `1,234` may be a thousand or not: only a second sign in the column tells. */
function plain(style: Style, isSemicolon: boolean): readonly Written[] {
  const proof = (column: string) =>
    style === COMMA ? `contains(${column}, '.')` : `regexp_matches(${column}, '[.]|,.*,')`;
  const common = { style, ...(isSemicolon ? { proof } : {}) };
  const name = `number in groups by ${style.group}`;
  return [
    { ...common, name: `whole ${name}`, pattern: `-?${grouped(style)}`, isWhole: true },
    { ...common, name, pattern: `-?${grouped(style)}${anyDecimals(style)}`, isWhole: false },
  ];
}

function percent(style: Style, isSemicolon: boolean): readonly Written[] {
  const decimalsOf = isSemicolon ? decimals(style) : anyDecimals(style);
  const bodies = isSemicolon ? [UNGROUPED] : [UNGROUPED, grouped(style)];
  return bodies.flatMap((body) =>
    ['', decimalsOf].map((part) => ({
      name: 'percentage',
      style,
      pattern: `-?${body}${part}${SPACE}%`,
      isWhole: false,
      writtenAs: { kind: 'percent', hasDecimals: part !== '' } as const,
    })),
  );
}

function currency(style: Style, sign: string): readonly Written[] {
  return [UNGROUPED, grouped(style)].flatMap((body) =>
    ['', decimals(style)].flatMap((part) =>
      [false, true].map((isAfter) => ({
        name: `amount in ${sign}`,
        style,
        pattern: isAfter
          ? `-?${body}${part}${SPACE}[${sign}]`
          : `(?:-?[${sign}]${SPACE}|[${sign}]${SPACE}-)${body}${part}`,
        isWhole: part === '',
        writtenAs: { kind: 'currency', sign, isAfter } as const,
      })),
    ),
  );
}

function typeOf({ name, style, pattern, isWhole, writtenAs, proof }: Written): TextType {
  const bare = (column: string) => {
    const kept = `regexp_replace(${column}, '[^0-9${style.decimal}-]', '', 'g')`;
    return style.decimal === ',' ? `replace(${kept}, ',', '.')` : kept;
  };
  const number = (column: string) => `TRY_CAST(${bare(column)} AS ${isWhole ? 'BIGINT' : 'DOUBLE'})`;
  return {
    name,
    dataType: isWhole ? 'Int64' : 'Double',
    shape: new RegExp(`^\\s*(?:${pattern})\\s*$`),
    test: (column) => `regexp_full_match(trim(${column}), '${pattern}') AND ${number(column)} IS NOT NULL`,
    value: (column) => (writtenAs?.kind === 'percent' ? `${number(column)} / 100` : number(column)),
    ...(writtenAs === undefined ? {} : { writtenAs }),
    ...(proof === undefined ? {} : { proof }),
  };
}

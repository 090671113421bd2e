import type { ColumnProfile } from './column-profile.ts';
import type { Treatment } from './infer-rules.ts';
import { speaksOf, wordsOf } from './infer-words.ts';

const CURRENCIES: readonly { readonly sign: string; readonly words: readonly string[] }[] = [
  { sign: '$', words: ['$', 'usd', 'dollar', 'dollars'] },
  { sign: '€', words: ['€', 'eur', 'euro', 'euros'] },
  { sign: '£', words: ['£', 'gbp'] },
];

/** The Excel-style format that suits a column's values and their use. */
export function formatOf(profile: ColumnProfile, treatment: Treatment): string {
  switch (profile.dataType) {
    case 'String':
    case 'Boolean':
      return '';
    case 'DateTime':
      if (profile.isYearOnly === true && profile.distinct > 1) return 'yyyy';
      return profile.isDateOnly ? 'yyyy-mm-dd' : 'yyyy-mm-dd hh:mm';
    case 'Int64':
    case 'Double':
    case 'Decimal':
      return numberFormat(profile, treatment);
  }
}

function numberFormat(profile: ColumnProfile, treatment: Treatment): string {
  const category = treatment.dataCategory;
  if (category === 'Latitude' || category === 'Longitude') return '0.0000';
  const written = profile.writtenAs;
  if (written?.kind === 'percent') return written.hasDecimals ? '0.0%' : '0%';
  if (treatment.isFraction === true) return '0.0%';
  if (treatment.summarizeBy === 'none') return profile.dataType === 'Int64' ? '0' : '0.00';
  if (written?.kind === 'currency') {
    const plain = plainFormat(profile, treatment);
    return written.isAfter ? `${plain} ${written.sign}` : `${written.sign}${plain}`;
  }
  const words = wordsOf(profile.name);
  const sign = CURRENCIES.find((currency) => speaksOf(words, currency.words))?.sign ?? '';
  return `${sign}${plainFormat(profile, treatment)}`;
}

/** Totals of whole numbers without decimals; averages and broken numbers with as many as their size leaves room for. */
function plainFormat(profile: ColumnProfile, treatment: Treatment): string {
  const size = Math.max(Math.abs(Number(profile.min ?? 0)), Math.abs(Number(profile.max ?? 0)));
  if (profile.dataType === 'Int64') return treatment.summarizeBy === 'average' && size < 1000 ? '#,0.0' : '#,0';
  if (size < 0.1) return '0.0000';
  return size < 1 ? '0.000' : '#,0.00';
}

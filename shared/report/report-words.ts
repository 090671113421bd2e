import { isEnglish } from './english-words.ts';

/** What shortened words in column names stand for when a person reads them. */
const LONG_FORMS: Readonly<Record<string, string>> = {
  temp: 'temperature',
  max: 'maximum',
  min: 'minimum',
  avg: 'average',
  qty: 'quantity',
  pct: 'percentage',
  num: 'number',
  amt: 'amount',
  yr: 'year',
  adj: 'adjusted',
  adjclose: 'adjusted close',
  dept: 'department',
  lat: 'latitude',
  lon: 'longitude',
  lng: 'longitude',
  precip: 'precipitation',
  emp: 'employee',
  cust: 'customer',
  prod: 'product',
};
const IN_FRONT = ['maximum', 'minimum', 'average', 'total', 'median'];
const UNCOUNTED = ['species', 'series', 'weather', 'news', 'equipment', 'information'];

/**
 * A column's name as it reads within a sentence: `temp_max` is "maximum temperature"; `CO2`, `Umsatz` and whatever
 * else is not known to be English stay as they are spelled.
 */
export function spokenName(name: string): string {
  const words = name
    .split(/[\s_]+/)
    .filter((word) => word !== '')
    .flatMap(partsOfWord)
    .map(spokenWord);
  if (words.length === 0) return name;
  const last = words.at(-1) ?? name;
  return (words.length === 2 && IN_FRONT.includes(last) ? [last, ...words.slice(0, -1)] : words).join(' ');
}

/** `netGeneration` is two words; `iPhone` is one. */
function partsOfWord(word: string): readonly string[] {
  const parts = word.replace(/([a-z0-9])([A-Z][a-z])/g, '$1 $2').split(' ');
  return parts.every((part) => isEnglish(part) || Object.hasOwn(LONG_FORMS, part.toLowerCase())) ? parts : [word];
}

function spokenWord(word: string): string {
  const long = Object.hasOwn(LONG_FORMS, word.toLowerCase()) ? LONG_FORMS[word.toLowerCase()] : undefined;
  if (long !== undefined) return long;
  const isShout = /^[^a-z]+$/.test(word) && word.length <= 5;
  return isShout || !isEnglish(word) ? word : word.toLowerCase();
}

/** A sentence or label with a capital letter in front; `iPhone` has its own. */
export function capitalised(text: string): string {
  if (/^\p{Ll}\p{Lu}/u.test(text)) return text;
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** Many of what a name names: "countries"; "values of SKU" where its plural is not known. */
export function manyOf(spoken: string): string {
  const last = spoken.split(' ').at(-1) ?? '';
  return isEnglish(last) && last === last.toLowerCase() ? plural(spoken) : `values of ${spoken}`;
}

function plural(spoken: string): string {
  if (UNCOUNTED.some((word) => spoken.endsWith(word))) return spoken;
  if (/[^aeiou]y$/.test(spoken)) return `${spoken.slice(0, -1)}ies`;
  if (/(ss|x|ch|sh|us)$/.test(spoken)) return `${spoken}es`;
  return /s$/.test(spoken) ? spoken : `${spoken}s`;
}

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

/** A column's name as it reads within a sentence: `temp_max` is "maximum temperature", `CO2` stays as it is. */
export function spokenName(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z][a-z])/g, '$1 $2')
    .split(/[\s_]+/)
    .filter((word) => word !== '')
    .map(spokenWord);
  if (words.length === 0) return name;
  const last = words.at(-1) ?? name;
  return (words.length === 2 && IN_FRONT.includes(last) ? [last, ...words.slice(0, -1)] : words).join(' ');
}

function spokenWord(word: string): string {
  const long = Object.hasOwn(LONG_FORMS, word.toLowerCase()) ? LONG_FORMS[word.toLowerCase()] : undefined;
  if (long !== undefined) return long;
  const isShout = /^[^a-z]+$/.test(word) && word.length <= 5;
  return isShout ? word : word.toLowerCase();
}

/** A sentence or label with a capital letter in front. */
export function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** Many of what a name names: "countries", "wildlife species". */
export function plural(spoken: string): string {
  if (UNCOUNTED.some((word) => spoken.endsWith(word))) return spoken;
  if (/[^aeiou]y$/.test(spoken)) return `${spoken.slice(0, -1)}ies`;
  if (/(ss|x|ch|sh|us)$/.test(spoken)) return `${spoken}es`;
  return /s$/.test(spoken) ? spoken : `${spoken}s`;
}

/** A whole number with separators between the thousands. */
export function counted(number: number): string {
  return String(Math.round(number)).replace(/\B(?=(\d{3})+$)/g, ',');
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** "March 1958 to April 2020" from two moments in ISO text; empty where they are not known. */
export function spanOf(from: string | number | null, to: string | number | null): string {
  const spoken = [from, to].map((moment) => {
    const [, year, month] = /^(\d{4})-(\d\d)/.exec(String(moment ?? '')) ?? [];
    return year === undefined ? String(moment ?? '') : `${MONTHS[Number(month) - 1]} ${Number(year)}`;
  });
  if (spoken.some((text) => text === '')) return '';
  return spoken[0] === spoken[1] ? `${spoken[0]}` : `${spoken[0]} to ${spoken[1]}`;
}

import type { OperationName } from '../../dax/operations.ts';
import { call, filled, once, one, raise, three, two } from './duckdb-parts.ts';
import type { Printer, SqlArg } from './sql-dialect.ts';

/** Text joined end to end, blank where all of it is. */
const concatenate: Printer = (args) => {
  const joined = `(${args.map(filled).join(' || ')})`;
  if (args.some((arg) => arg.isNeverBlank === true)) return joined;
  return once(args, (...texts) => {
    const isAny = texts.map((text) => `${text} IS NOT NULL`).join(' OR ');
    return `CASE WHEN ${isAny} THEN ${texts.map((text) => `coalesce(${text}, '')`).join(' || ')} END`;
  });
};

const NEGATIVE = 'A length or position is too small.';

/** The number where it is at least so much; a smaller one stops the query. */
function atLeast(least: number, arg: SqlArg, sql: string): string {
  return `CASE WHEN ${filled({ ...arg, sql })} < ${least} THEN ${raise(NEGATIVE, 'Int64')} ELSE ${filled({ ...arg, sql })} END`;
}

const slice = (name: 'left' | 'right'): Printer =>
  two((text, count) => once([count], (n) => `"${name}"(${text.sql}, ${atLeast(0, count, n)})`));

/** The pattern as a regular expression: `?` one character, `*` any number, `~` before either for itself. */
function pattern(operand: string): string {
  const escaped = `regexp_escape(${operand})`;
  // The escape function puts a backslash before each of the three; a tilde's own comes first.
  const kept = `regexp_replace(regexp_replace(${escaped}, '\\\\~\\\\\\?', chr(1), 'g'), '\\\\~\\\\\\*', chr(2), 'g')`;
  const wild = `replace(replace(${kept}, '\\?', '.'), '\\*', '.*')`;
  return `replace(replace(${wild}, chr(1), '\\?'), chr(2), '\\*')`;
}

/** From a position on; blank where nothing is found. The first of `found` is the rest of the text, the second what to find. */
function position(found: (rest: string, needle: string) => string): Printer {
  return three((needle, within, start) =>
    once([needle, within, start], (what, text, from) => {
      const first = atLeast(1, start, from);
      const rest = `substring(${filled({ ...within, sql: text })}, ${first})`;
      return `(nullif(${found(rest, filled({ ...needle, sql: what }))}, 0) + ${first} - 1)`;
    }),
  );
}

/** Where a pattern begins: after everything before its first match. */
const searched = (rest: string, needle: string) =>
  `CASE WHEN regexp_matches(${rest}, ${pattern(needle)}, 'is') ` +
  `THEN length(regexp_extract(${rest}, '^(.*?)(?:' || ${pattern(needle)} || ')', 1, 'is')) + 1 ELSE 0 END`;

/** The pieces with the separator between them; it may differ from row to row, which the engine's own join cannot do. */
function reunited(pieces: string, separator: string): string {
  return `list_reduce(${pieces}, lambda "dax head", "dax tail": "dax head" || ${separator} || "dax tail")`;
}

/** One occurrence: the pieces before it, then those after it. */
const substituteOne: Printer = (args) => {
  const [text, old, added, which] = args;
  if (text === undefined || old === undefined || added === undefined || which === undefined) {
    throw new Error('SUBSTITUTE was bound without its four arguments.');
  }
  return once([text, old, added, which], (whole, from, to, n) => {
    const [before, after] = [filled({ ...old, sql: from }), filled({ ...added, sql: to })];
    const pieces = `string_split(${whole}, ${before})`;
    const joined = `${reunited(`${pieces}[:${n}]`, before)} || ${after} || ${reunited(`${pieces}[${n} + 1:]`, before)}`;
    const isThere = `${before} <> '' AND ${atLeast(1, which, n)} < length(${pieces})`;
    return `CASE WHEN ${isThere} THEN ${joined} ELSE ${whole} END`;
  });
};

const path = (found: (items: string) => string): Printer =>
  one((arg) => once([arg], (text) => found(`string_split(${text}, '|')`)));

/** Beyond either end there is nothing. */
const item = (index: (items: string, position: string) => string): Printer =>
  two((text, position) =>
    once([text, position], (whole, n) => {
      const items = `string_split(${whole}, '|')`;
      return `CASE WHEN ${n} BETWEEN 1 AND length(${items}) THEN ${items}[${index(items, n)}] END`;
    }),
  );

export const DUCKDB_TEXT = {
  concatenate,
  length: one((text) => `length(${filled(text)})`),
  left: slice('left'),
  right: slice('right'),
  middle: three((text, start, count) =>
    once([start, count], (from, n) => `substring(${text.sql}, ${atLeast(1, start, from)}, ${atLeast(0, count, n)})`),
  ),
  lower: call('lower'),
  upper: call('upper'),
  trim: one(({ sql }) => `regexp_replace(trim(${sql}, ' '), ' +', ' ', 'g')`),
  repeat: two((text, count) =>
    once([text, count], (whole, n) => {
      const times = atLeast(0, count, n);
      const bad = raise('A repeated text has 32767 characters at most.', 'String');
      return `CASE WHEN length(${whole}) * CAST(${times} AS DOUBLE) > 32767 THEN ${bad} ELSE repeat(${whole}, ${times}) END`;
    }),
  ),
  replaceAt: (args) => {
    const [text, start, count, added] = args;
    if (text === undefined || start === undefined || count === undefined || added === undefined) {
      throw new Error('REPLACE was bound without its four arguments.');
    }
    return once([text, start, count], (whole, from, n) => {
      const [first, size] = [atLeast(1, start, from), atLeast(0, count, n)];
      return `("left"(${whole}, ${first} - 1) || ${filled(added)} || substring(${whole}, ${first} + ${size}))`;
    });
  },
  substitute: three((text, old, added) =>
    once([old, text], (from, whole) => {
      const before = filled({ ...old, sql: from });
      return `CASE WHEN ${before} = '' THEN ${whole} ELSE replace(${whole}, ${before}, ${filled(added)}) END`;
    }),
  ),
  substituteOne,
  find: position((rest, needle) => `position(${needle} IN ${rest})`),
  search: position(searched),
  containsText: two((within, needle) => `regexp_matches(${filled(within)}, ${pattern(filled(needle))}, 'is')`),
  containsTextExact: two((within, needle) => `contains(${filled(within)}, ${filled(needle)})`),
  character: one((number) =>
    once([number], (n) => {
      const bad = raise('There is no character of this number.', 'Int64');
      return `chr(CAST(CASE WHEN ${n} BETWEEN 1 AND 1114111 THEN ${n} WHEN ${n} IS NOT NULL THEN ${bad} END AS INTEGER))`;
    }),
  ),
  codePoint: one((text) =>
    once([text], (whole) => {
      const bad = raise('An empty text has no first character.', 'Int64');
      return `CASE WHEN ${whole} = '' THEN ${bad} ELSE CAST(unicode(${whole}) AS BIGINT) END`;
    }),
  ),
  pathLength: path((items) => `coalesce(length(${items}), 0)`),
  pathItem: item((_, position) => position),
  pathItemReverse: item((items, position) => `length(${items}) + 1 - ${position}`),
  pathContains: two(
    (text, searchedItem) => `coalesce(list_contains(string_split(${text.sql}, '|'), ${filled(searchedItem)}), FALSE)`,
  ),
} satisfies Partial<Record<OperationName, Printer>>;

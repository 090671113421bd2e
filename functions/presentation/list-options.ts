import { Fault } from '../../shared/domain/faults.ts';

/** A member of a listed item that can be filtered by. */
type Value = string | boolean | number;
type Listed = Readonly<Record<string, Value | undefined>>;
type Test = (item: Listed) => boolean;

/**
 * The list options of Power BI's API: `$filter` (comparisons with `eq` and `ne`, `contains`, `startswith`, `endswith`,
 * joined by `and` and `or`), `$skip` and `$top`. Names and texts are compared without regard to case. What cannot be
 * read is the fault `request-invalid`, never an unfiltered list.
 */
export function applyListOptions<T extends Listed>(items: readonly T[], query: URLSearchParams): readonly T[] {
  const filter = query.get('$filter');
  const found = filter === null ? items : items.filter(parseFilter(filter));
  const skip = countOf(query, '$skip') ?? 0;
  const top = countOf(query, '$top');
  return found.slice(skip, top === undefined ? undefined : skip + top);
}

function countOf(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  if (!/^\d{1,6}$/.test(text)) throw invalid(`${name} must be a whole number from 0 to 999999`);
  return Number(text);
}

/** `or` binds weaker than `and`; there are no parentheses. */
function parseFilter(text: string): Test {
  const parts = split(text, 'or').map((part) => split(part, 'and').map(parseTerm));
  return (item) => parts.some((all) => all.every((test) => test(item)));
}

/** Cuts at a word that stands outside of quotes. */
function split(text: string, word: 'and' | 'or'): readonly string[] {
  const pieces = text.split(new RegExp(`\\s+${word}\\s+(?=(?:[^']*'[^']*')*[^']*$)`, 'i'));
  return pieces.map((piece) => piece.trim());
}

const COMPARISON = /^(\w+)\s+(eq|ne)\s+(?:'((?:[^']|'')*)'|(true|false)|([0-9a-f-]{36}))$/i;
const CALL = /^(contains|startswith|endswith)\(\s*(\w+)\s*,\s*'((?:[^']|'')*)'\s*\)$/i;

function parseTerm(text: string): Test {
  const comparison = COMPARISON.exec(text);
  if (comparison !== null) {
    const [, name = '', operator = '', quoted, truth, id] = comparison;
    const wanted = fold(quoted?.replaceAll("''", "'") ?? truth ?? id ?? '');
    const isEqual = operator.toLowerCase() === 'eq';
    return (item) => (memberOf(item, name) === wanted) === isEqual;
  }
  const call = CALL.exec(text);
  if (call === null) throw invalid(`$filter cannot be read at "${text}"`);
  const [, operation = '', name = '', quoted = ''] = call;
  const wanted = fold(quoted.replaceAll("''", "'"));
  return (item) => TEXT_TESTS[operation.toLowerCase()]?.(memberOf(item, name), wanted) === true;
}

const TEXT_TESTS: Readonly<Record<string, (text: string, wanted: string) => boolean>> = {
  contains: (text, wanted) => text.includes(wanted),
  startswith: (text, wanted) => text.startsWith(wanted),
  endswith: (text, wanted) => text.endsWith(wanted),
};

function memberOf(item: Listed, name: string): string {
  const found = Object.entries(item).find(([known]) => fold(known) === fold(name));
  if (found === undefined) throw invalid(`$filter names "${name}", which is not there`);
  return fold(String(found[1] ?? ''));
}

function fold(text: string): string {
  return text.toLocaleLowerCase('und');
}

function invalid(what: string): Fault {
  return new Fault('request-invalid', { what, where: 'the query' });
}

import type { GraphObject } from './graph-objects.ts';
import { GraphRefusal } from './graph-reply.ts';

type Test = (object: GraphObject) => boolean;

/** One comparison: `startswith(field,'text')` or `field eq 'text'`, and what joins it to the next. */
const COMPARISON = /(?:startswith\((\w+),\s*'((?:[^']|'')*)'\)|(\w+) eq '((?:[^']|'')*)')( or |$)/y;

/** Reads a filter: comparisons joined by `or`, without case, as the service asks them. Anything else is refused. */
export function parseFilter(text: string): Test {
  const tests: Test[] = [];
  let at = 0;
  while (at < text.length) {
    COMPARISON.lastIndex = at;
    const found = COMPARISON.exec(text);
    if (found === null) throw new GraphRefusal('query-unsupported');
    const [all, beginning, prefix = '', equal = '', value = ''] = found;
    tests.push(beginning === undefined ? isEqual(equal, unquoted(value)) : begins(beginning, unquoted(prefix)));
    at += all.length;
  }
  if (tests.length === 0 || text.endsWith(' or ')) throw new GraphRefusal('query-unsupported');
  return (object) => tests.some((test) => test(object));
}

function unquoted(text: string): string {
  return text.replaceAll("''", "'").toLowerCase();
}

function textOf(object: GraphObject, field: string): string | undefined {
  const value = object[field];
  return typeof value === 'string' ? value.toLowerCase() : undefined;
}

function begins(field: string, prefix: string): Test {
  return (object) => textOf(object, field)?.startsWith(prefix) === true;
}

function isEqual(field: string, wanted: string): Test {
  return (object) => textOf(object, field) === wanted;
}

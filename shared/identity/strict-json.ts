const DEEPEST = 16;
const OBJECT_OR_ARRAY = /^[{[]$/;
/** A string, or one sign that opens, closes or separates; what lies between is of no concern here. */
const PART = /"(?:[^"\\]|\\.)*"|[{}[\],:]/gs;

/**
 * A JSON object from bytes, read in one way only: undefined where it is no UTF-8, no JSON, no object, nested deeper than
 * 16, or has a member name twice anywhere. Readers differ in which of two members of one name they believe.
 */
export function parseStrictObject(bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const value: unknown = JSON.parse(text);
    return isObject(value) && isUnambiguous(text) ? value : undefined;
  } catch {
    // Broken UTF-8 and broken JSON have no other sign.
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** For a text that is valid JSON: no name twice in one object, and not too deep. */
function isUnambiguous(text: string): boolean {
  const open: Set<unknown>[] = [];
  let last: string | undefined;
  for (const [part] of text.matchAll(PART)) {
    if (OBJECT_OR_ARRAY.test(part)) {
      if (open.push(new Set()) > DEEPEST) return false;
    } else if (part === '}' || part === ']') {
      open.pop();
    } else if (part === ':') {
      const name: unknown = JSON.parse(last ?? '');
      const names = open.at(-1);
      if (names?.has(name)) return false;
      names?.add(name);
    }
    last = part;
  }
  return true;
}

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseStrictObject } from '../../shared/identity/strict-json.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('a strict JSON object', () => {
  test('is read as JSON.parse reads it', () => {
    const shallow = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ maxDepth: 6 }));
    fc.assert(
      fc.property(shallow, fc.constantFrom(undefined, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(parseStrictObject(bytes(text))).toEqual(JSON.parse(text));
      }),
    );
  });

  test('is refused with any of its names a second time, however that is spelt', () => {
    const escaped = (name: string) =>
      `"${[...Array(name.length).keys()].map((at) => `\\u${name.charCodeAt(at).toString(16).padStart(4, '0')}`).join('')}"`;
    const filled = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { minKeys: 1 });
    fc.assert(
      fc.property(filled, fc.nat(), fc.boolean(), (value, which, isEscaped) => {
        const names = Object.keys(value);
        const name = names[which % names.length] ?? '';
        const again = isEscaped ? escaped(name) : JSON.stringify(name);
        expect(parseStrictObject(bytes(`{${again}:0,${JSON.stringify(value).slice(1)}`))).toBeUndefined();
      }),
    );
  });

  test('may have one name in several objects, and signs of JSON in its texts', () => {
    for (const text of ['{"a":{"a":1},"b":[{"a":1},{"a":2}]}', '{"a":"\\"a\\":{","b":"\\\\","c":["a","a",":"]}']) {
      expect(parseStrictObject(bytes(text))).toEqual(JSON.parse(text));
    }
  });

  test('is refused with broken UTF-8, a byte order mark, or more than 16 levels', () => {
    const levels = (count: number) => bytes(`${'{"a":'.repeat(count)}1${'}'.repeat(count)}`);
    expect(parseStrictObject(levels(16))).toBeDefined();
    expect(parseStrictObject(levels(17))).toBeUndefined();
    expect(parseStrictObject(Uint8Array.of(...bytes('{"a":"'), 0xc0, 0xaf, ...bytes('"}')))).toBeUndefined();
    expect(parseStrictObject(bytes('\uFEFF{}'))).toBeUndefined();
  });
});

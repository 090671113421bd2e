import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  applyRules,
  checkRules,
  type MappingRule,
} from '../../../shared/identity/effective-user-name/mapping-rules.ts';

const rules = (...pairs: readonly (readonly [string, string])[]): readonly MappingRule[] =>
  pairs.map(([replace, replacement]) => ({ replace, with: replacement }));

describe('mapping rules', () => {
  test.each<[string, readonly MappingRule[], string, string, number | undefined]>([
    ['no rule', [], 'dave@contoso.com', 'dave@contoso.com', undefined],
    ['no rule that fires', rules(['fabrikam.com', 'x']), 'dave@contoso.com', 'dave@contoso.com', undefined],
    ['a whole name', rules(['dave@contoso.com', 'dave@contoso.local']), 'dave@contoso.com', 'dave@contoso.local', 0],
    [
      'a part of a longer name',
      rules(['dave@contoso.com', 'dave@contoso.local']),
      'v-dave@contoso.com',
      'v-dave@contoso.local',
      0,
    ],
    ['a domain', rules(['contoso.com', 'contoso.local']), 'ada@contoso.com', 'ada@contoso.local', 0],
    ['the cloud domain', rules(['.onmicrosoft.com', '.local']), 'ada@contoso.onmicrosoft.com', 'ada@contoso.local', 0],
    [
      'a guest, as any name',
      rules(['_fabrikam.com#EXT#@contoso.com', '@fabrikam.local']),
      'bob_fabrikam.com#EXT#@contoso.com',
      'bob@fabrikam.local',
      0,
    ],
    ['each occurrence', rules(['a', 'xa']), 'aba', 'xabxa', 0],
    ['occurrences that do not overlap', rules(['aa', 'b']), 'aaaaa', 'bba', 0],
    [
      'the first that fires, and no later one',
      rules(['x', 'y'], ['dave', 'alice'], ['alice', 'root']),
      'dave@c',
      'alice@c',
      1,
    ],
    ['another order, another outcome', rules(['alice', 'root'], ['dave', 'alice']), 'dave@c', 'alice@c', 1],
    ['one that changes nothing, and still ends it', rules(['dave', 'dave'], ['dave', 'root']), 'dave@c', 'dave@c', 0],
    ['a rule for everyone', rules(['*', 'reader@contoso.local']), 'who@ever', 'reader@contoso.local', 0],
    ['everyone else', rules(['boss', 'chief'], ['*', 'reader']), 'dave@c', 'reader', 1],
    [
      'an asterisk among others is an asterisk',
      rules(['d*e', 'x'], ['*@contoso.com', 'y']),
      'dave@contoso.com',
      'dave@contoso.com',
      undefined,
    ],
    ['two asterisks are not everyone', rules(['**', 'x']), 'dave', 'dave', undefined],
    ['no text to replace', rules(['', 'x']), 'dave', 'dave', undefined],
    ['an empty replacement', rules(['v-', '']), 'v-dave', 'dave', 0],
  ])('G-23: %s', (_, list, name, output, firedRule) => {
    expect(applyRules(list, name)).toEqual({ output, firedRule });
  });

  test.each([
    ['DAVE@CONTOSO.COM', 'dave@contoso.com'],
    ['dave@contoso.com', 'Dave@Contoso.COM'],
    ['ÄÖÜ@', 'äöü@'],
    ['ΣΊΣΥΦΟΣ', 'σίσυφος'],
    ['ẞ', 'ß'],
    ['ПЁТР', 'пётр'],
    ['𐐀', '𐐨'],
  ])('G-23: %s is %s without case', (replace, name) => {
    expect(applyRules(rules([replace, 'x']), name)).toEqual({ output: 'x', firedRule: 0 });
  });

  test.each([
    ['ss', 'ß'],
    ['i', 'İ'],
    ['i', 'ı'],
    ['é', 'e\u0301'],
    ['ﬁ', 'fi'],
    ['\ud83d', '😀'],
  ])('G-23: %j is not %j', (replace, name) => {
    expect(applyRules(rules([replace, 'x']), name)).toEqual({ output: name, firedRule: undefined });
  });

  test.each(['$&', '$1', '$$', '$`', "$'", '\\0', '$' + '{name}', '*', '%s', '\\u0041', '$<a>'])(
    'G-23: what is put in is plain text: %s',
    (text) => {
      expect(applyRules(rules(['dave', text]), 'v-dave@c').output).toBe(`v-${text}@c`);
      expect(applyRules(rules(['*', text]), 'v-dave@c').output).toBe(text);
    },
  );

  test.each([
    '.',
    '.*',
    '^',
    '$',
    '[a-z]',
    '(',
    ')',
    '(?:)',
    'a|b',
    '\\',
    '\\d',
    'a{2}',
    '+',
    '?',
    '/',
    '-',
    ']',
    '}',
    '&&',
  ])('G-23: what is replaced is plain text: %s', (text) => {
    expect(applyRules(rules([text, 'x']), 'dave9').firedRule).toBeUndefined();
    expect(applyRules(rules([text, 'x']), `1${text}2`).output).toBe('1x2');
  });

  test('G-23: whatever is replaced and put in is taken literally', () => {
    const text = fc.string({ unit: 'binary', minLength: 1 }).filter((one) => one !== '*');
    fc.assert(
      fc.property(text, fc.string(), (replace, replacement) => {
        expect(applyRules(rules([replace, replacement]), replace)).toEqual({ output: replacement, firedRule: 0 });
      }),
    );
  });

  test('G-23: a name in which no rule occurs is the same afterwards', () => {
    const name = fc.stringMatching(/^[a-m]*$/);
    const replace = fc.stringMatching(/^[n-z]+$/);
    fc.assert(
      fc.property(name, fc.array(replace), (given, texts) => {
        const list = texts.map((text) => ({ replace: text, with: 'x' }));
        expect(applyRules(list, given)).toEqual({ output: given, firedRule: undefined });
      }),
    );
  });

  test.each([
    "'; DROP TABLE users;--",
    'a</EffectiveUserName><Roles>admin',
    'x;Roles=admin;EffectiveUserName=',
    '\0\r\n',
  ])('hostile names pass as they are: %j', (name) => {
    expect(applyRules(rules(['contoso', 'x']), name).output).toBe(name);
    expect(applyRules(rules(['dave', name]), 'dave').output).toBe(name);
  });
});

describe('a list of mapping rules', () => {
  test('may replace a part by nothing', () => {
    expect(() => checkRules(rules(['v-', ''], ['*', 'x']))).not.toThrow();
  });

  test.each<[string, readonly MappingRule[]]>([
    ['no text to replace', rules(['a', 'b'], ['', 'x'])],
    ['nobody for everyone', rules(['a', 'b'], ['*', ' '])],
    ['a text that is too long', rules(['a', 'b'], ['a', 'x'.repeat(1025)])],
  ])('with %s is refused, and the rule is named', (_, list) => {
    expect(() => checkRules(list)).toThrow(
      expect.objectContaining({ code: 'request-invalid', detail: expect.objectContaining({ where: 'rules[1]' }) }),
    );
  });

  test('that is too long is refused', () => {
    const many = Array.from({ length: 1001 }, () => ({ replace: 'a', with: 'b' }));
    expect(() => checkRules(many)).toThrow(expect.objectContaining({ code: 'request-invalid' }));
    expect(() => checkRules(many.slice(1))).not.toThrow();
  });
});

import { typeWord } from './metadata-words.ts';
import { readName } from './tmdl-text.ts';

/** What one line of TMDL declares. */
export type Declaration =
  | {
      readonly kind: 'object';
      readonly type: string;
      readonly name: string | undefined;
      readonly isReference: boolean;
      /** What stands behind `=`; undefined without one. */
      readonly assigned: string | undefined;
    }
  /** `name: value`, or `name = expression` where `name` is no type. */
  | { readonly kind: 'property'; readonly name: string; readonly delimiter: ':' | '='; readonly said: string }
  /** One word alone: true, or an object without name if lines stand below it. */
  | { readonly kind: 'word'; readonly word: string };

const COLON = /^([A-Za-z_]\w*)[ \t]*:(.*)$/s;
const WORD = /^([A-Za-z_]\w*)(?:[ \t]+|$|(?==))/;

/** Reads a line (trimmed, not empty); undefined where it is none of TMDL's forms. */
export function readDeclaration(said: string): Declaration | undefined {
  const colon = COLON.exec(said);
  if (colon !== null)
    return { kind: 'property', name: propertyWord(colon[1] ?? ''), delimiter: ':', said: (colon[2] ?? '').trim() };
  const word = WORD.exec(said)?.[1];
  if (word === undefined) return undefined;
  const rest = said.slice(word.length).trimStart();
  if (rest === '') return typeWord(word).isKnown ? unnamed(word, false) : { kind: 'word', word: propertyWord(word) };
  if (rest.startsWith('=')) return assigned(word, rest.slice(1).trim());
  return word.toLowerCase() === 'ref' ? reference(rest) : named(word, rest);
}

function reference(rest: string): Declaration | undefined {
  const referred = readDeclaration(rest);
  if (referred?.kind === 'object') return { ...referred, isReference: true };
  return referred?.kind === 'word' ? unnamed(referred.word, true) : undefined;
}

function named(word: string, text: string): Declaration | undefined {
  const found = readName(text);
  if (found === undefined || (found.rest !== '' && !found.rest.startsWith('='))) return undefined;
  const { name, rest } = found;
  const behind = rest === '' ? undefined : rest.slice(1).trim();
  return { kind: 'object', type: typeWord(word).type, name, isReference: false, assigned: behind };
}

function unnamed(word: string, isReference: boolean): Declaration {
  return { kind: 'object', type: typeWord(word).type, name: undefined, isReference, assigned: undefined };
}

function assigned(word: string, said: string): Declaration {
  const { type, isKnown } = typeWord(word);
  return isKnown && type !== 'expression'
    ? { kind: 'object', type, name: undefined, isReference: false, assigned: said }
    : { kind: 'property', name: propertyWord(word), delimiter: '=', said };
}

const propertyWord = (word: string): string => word.slice(0, 1).toLowerCase() + word.slice(1);

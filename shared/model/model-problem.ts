import type { MetadataObject, Place } from './model-document.ts';
import { quoteName } from './tmdl-text.ts';

/** What can be wrong with a model. The codes are stable. */
export type ModelProblemCode =
  | 'file-unreadable'
  | 'syntax'
  | 'model-missing'
  | 'property-repeated'
  | 'word-unknown'
  | 'name-missing'
  | 'name-duplicate'
  | 'reference-unknown'
  | 'relationship-types'
  | 'relationship-ambiguous'
  | 'relationship-cycle'
  | 'sort-cycle'
  | 'role-calculation-group'
  | 'role-breaks-chain'
  | 'role-member-duplicate'
  | 'calculation-group';

/** One thing that is wrong with a model: what, in which object, where it is written, and what to do about it. */
export type ModelProblem = {
  readonly code: ModelProblemCode;
  readonly what: string;
  /** As people say it: `table Sales, measure 'Margin %'`. */
  readonly object: string;
  readonly file: string;
  readonly line: number;
  readonly todo: string;
};

/** What is wrong with a part of a model; the part tells the place. */
export type Finding = {
  readonly part: object;
  readonly code: ModelProblemCode;
  readonly what: string;
  readonly todo: string;
};

export type Report = (problem: ModelProblem) => void;

/** The words for an object: its type and its name, quoted where TMDL would quote it. */
export function wordsFor(type: string, name: string | undefined): string {
  return name === undefined ? type : `${type} ${quoteName(name)}`;
}

/** The words for an object inside others, outermost first. */
export function pathWords(path: readonly MetadataObject[]): string {
  return path.map(({ type, name }) => wordsFor(type, name)).join(', ');
}

/** A problem at a place. */
export function problemAt(
  place: Place,
  object: string,
  said: { readonly code: ModelProblemCode; readonly what: string; readonly todo: string },
): ModelProblem {
  return { ...said, object, file: place.file, line: place.line };
}

/** A problem on one line, for messages and logs. */
export function problemLine({ what, object, file, line, todo }: ModelProblem): string {
  return `${file}:${line}: ${object === '' ? '' : `${object}: `}${what} ${todo}`;
}

import type { ItemSummary } from '../../../../shared/contract/azimuth.ts';
import { RIGHTS, type Right } from '../../../../shared/domain/rights.ts';

type Kind = ItemSummary['kind'];

const WORDS: { readonly [R in Exclude<Right, 'owner'>]: string } = {
  read: 'see it',
  build: 'build on its data',
  reshare: 'share it on',
  write: 'change it',
};
/** A semantic model has no picture of its own: to read it is to see its data in reports. */
const MODEL_WORDS = { ...WORDS, read: 'see its data', build: 'build on it' };

const list = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** Several names or phrases as one reads them: `a, b and c`. */
export function listed(words: readonly string[]): string {
  return list.format(words);
}

/** What rights let one do: `see it and share it on`. Owning it is not among them: that is a state, not a deed. */
export function deeds(rights: readonly Right[], kind: Kind): string {
  const words = kind === 'model' ? MODEL_WORDS : WORDS;
  return listed(RIGHTS.flatMap((right) => (right !== 'owner' && rights.includes(right) ? [words[right]] : [])));
}

/** What somebody holds: `Can see it and change it`, `Owner: can see it …`, or `No rights`. */
export function rightsWords(rights: readonly Right[], kind: Kind): string {
  const words = deeds(rights, kind);
  if (words === '') return 'No rights';
  return rights.includes('owner') ? `Owner: can ${words}` : `Can ${words}`;
}

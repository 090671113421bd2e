import type { Link } from '../../../../shared/contract/azimuth.ts';
import { formatDay } from '../../format/format-moment.ts';
import { deeds, listed } from './rights-words.ts';

type Kind = Link['kind'];

/** For whom a kind of link works, as a choice, with what one should know. */
export const LINK_WORDS: { readonly [K in Kind]: { readonly title: string; readonly note: string } } = {
  people: {
    title: 'People you choose',
    note: 'It works for them alone, also where it is passed on.',
  },
  organisation: {
    title: 'People in your organisation',
    note: 'It works for everybody in the organisation who has it, but not for guests.',
  },
  existing: {
    title: 'People who have access already',
    note: 'It is an address only, and gives nobody anything.',
  },
};

/** A link in one line: for whom, and what it lets them do. */
export function linkTitle({ kind, recipients }: Pick<Link, 'kind' | 'recipients'>): string {
  if (kind !== 'people') return LINK_WORDS[kind].title;
  if (recipients.length === 0) return 'Nobody any more';
  return listed(recipients.map(({ displayName }) => displayName));
}

export function linkNote({ kind, rights, coversModel, createdBy, createdAt }: Omit<Link, 'url' | 'id'>): string {
  const made = `Made by ${createdBy} on ${formatDay(createdAt)}.`;
  if (kind === 'existing') return `${LINK_WORDS.existing.note} ${made}`;
  const data = coversModel ? '' : ' It gives no right on the dataset: who holds none sees no data.';
  return `They can ${deeds(rights, 'report')}.${data} ${made}`;
}

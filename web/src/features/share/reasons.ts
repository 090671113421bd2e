import type { HeldRight, ItemSummary, Person, Reason } from '../../../../shared/contract/azimuth.ts';
import type { Right } from '../../../../shared/domain/rights.ts';
import { formatDay } from '../../format/format-moment.ts';
import { deeds } from './rights-words.ts';

/** One reason with all the rights that it gives. */
export type ReasonWithRights = { readonly reason: Reason; readonly rights: readonly Right[] };

/** The same facts read the other way round: from the reasons to the rights, each reason once. */
export function byReason(held: readonly HeldRight[]): readonly ReasonWithRights[] {
  const found = new Map<string, ReasonWithRights>();
  for (const { right, because } of held) {
    for (const reason of because) {
      const key = JSON.stringify(reason);
      found.set(key, { reason, rights: [...(found.get(key)?.rights ?? []), right] });
    }
  }
  return [...found.values()];
}

function groupWords(through: Person | undefined): string {
  return through === undefined ? '' : `Through the group “${through.displayName}”: `;
}

/** Why somebody holds something, for a list, none twice: `Viewer of the workspace “Retail”`. */
export function reasonList(held: readonly HeldRight[]): readonly string[] {
  return [...new Set(byReason(held).map(({ reason }) => reasonWords(reason)))];
}

function reasonWords(reason: Reason): string {
  switch (reason.kind) {
    case 'role':
      return `${groupWords(reason.through)}${reason.role} of the workspace “${reason.workspaceName}”`;
    case 'direct':
      return `${groupWords(reason.through)}${reason.through === undefined ? 'Given' : 'given'} by ${reason.grantedBy} on ${formatDay(reason.grantedAt)}`;
    case 'link':
      return `By a link of ${reason.grantedBy}, on ${formatDay(reason.grantedAt)}`;
    case 'owner':
      return 'Made it';
    case 'hidden':
      return 'For a reason that you may not see';
  }
}

/** Whom a sentence is about. */
export type Subject = { readonly kind: 'you' } | { readonly kind: 'other'; readonly name: string };

function roleSentence(who: Subject, reason: Extract<Reason, { kind: 'role' }>, may: string): string {
  const is = who.kind === 'you' ? 'You are' : `${who.name} is`;
  const article = reason.role === 'Admin' ? 'an' : 'a';
  const role = `${article} ${reason.role} of the workspace “${reason.workspaceName}”`;
  return reason.through === undefined
    ? `${is} ${role}, and so may ${may}.`
    : `${is} in the group “${reason.through.displayName}”, which is ${role}, and so may ${may}.`;
}

function directSentence(who: Subject, reason: Extract<Reason, { kind: 'direct' }>, may: string): string {
  const given = `On ${formatDay(reason.grantedAt)} ${reason.grantedBy} let`;
  if (reason.through === undefined) return `${given} ${who.kind === 'you' ? 'you' : who.name} ${may}.`;
  const isIn = who.kind === 'you' ? 'you are' : `${who.name} is`;
  return `${given} the group “${reason.through.displayName}” ${may}, and ${isIn} in that group.`;
}

function sentence(who: Subject, { reason, rights }: ReasonWithRights, kind: ItemSummary['kind']): string {
  const name = who.kind === 'you' ? 'You' : who.name;
  const may = deeds(rights, kind);
  switch (reason.kind) {
    case 'role':
      return roleSentence(who, reason, may);
    case 'direct':
      return directSentence(who, reason, may);
    case 'link':
      return `${name} came by a link of ${reason.grantedBy} on ${formatDay(reason.grantedAt)}, and so may ${may}.`;
    case 'hidden':
      return `${name} may ${may}, for a reason that you may not see.`;
    case 'owner':
      return `${name} made it, and so ${who.kind === 'you' ? 'own' : 'owns'} it.`;
  }
}

/** The way from the person over a group and a role to the rights: a sentence for each reason, none twice. */
export function reasonSentences(
  who: Subject,
  held: readonly HeldRight[],
  kind: ItemSummary['kind'],
): readonly string[] {
  return [...new Set(byReason(held).map((one) => sentence(who, one, kind)))];
}

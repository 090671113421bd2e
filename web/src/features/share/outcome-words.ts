import type { z } from 'zod';
import type { AccessExplanation, AddedPermissions, ItemSummary } from '../../../../shared/contract/azimuth.ts';
import type { Subject } from './reasons.ts';
import { listed } from './rights-words.ts';

type Kind = ItemSummary['kind'];
type Asked = Pick<AccessExplanation, 'isEnabled' | 'outcome'>;

const OTHER = {
  open: 'Can open it and sees data',
  noData: 'Opens it but sees no data',
  closed: 'Cannot open it',
} as const;
const YOU = {
  open: 'You can open it and see data',
  noData: 'You can open it but see no data',
  closed: 'You cannot open it',
} as const;
const MODEL = { open: 'Sees its data', noData: 'Sees no data', closed: 'Sees no data' } as const;
const MODEL_YOU = { open: 'You see its data', noData: 'You see no data', closed: 'You see no data' } as const;

/** The answer to “can they see it?”, before the reasons. */
export function outcomeWords({ isEnabled, outcome }: Asked, who: Subject, kind: Kind): string {
  const isYou = who.kind === 'you';
  const words = kind === 'model' ? (isYou ? MODEL_YOU : MODEL) : isYou ? YOU : OTHER;
  return isEnabled ? words[outcome] : `${words.closed}: the account is disabled`;
}

/** What came of sharing; `warning` where those who were shared with will find less than they expect. */
export type Shared = { readonly done: string; readonly invited?: string; readonly warning?: string };

const NOT_YOURS =
  'They will see no data: the dataset behind this report is not yours to share. Ask an owner of the dataset to share it with them.';
const NOT_ASKED = 'You did not share its dataset: those who hold nothing on it will see no data.';

export function sharedWords(
  { people, invited, model }: z.infer<typeof AddedPermissions>,
  kind: Kind,
  withModel: boolean,
): Shared {
  const warning = kind !== 'report' ? undefined : model === 'notYours' ? NOT_YOURS : withModel ? undefined : NOT_ASKED;
  return {
    done: `Shared with ${listed(people.map(({ displayName }) => displayName))}.`,
    ...(invited.length === 0 ? {} : { invited: invitedWords(invited) }),
    ...(warning === undefined ? {} : { warning }),
  };
}

/** Who became guests by sharing, in a sentence. */
export function invitedWords(invited: readonly { readonly displayName: string }[]): string {
  const guests = listed(invited.map(({ displayName }) => displayName));
  return `${guests} ${invited.length === 1 ? 'was invited as a guest' : 'were invited as guests'}.`;
}

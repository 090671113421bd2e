import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import { useAddPermissions, usePermissions } from '../../api/permissions.ts';
import { InlineProblem } from '../../ui/inline-problem.tsx';
import { type Recipient, RecipientsPicker } from '../../ui/recipients-picker.tsx';
import { ChoiceFields } from './choice-fields.tsx';
import { type Shared, sharedWords } from './outcome-words.ts';
import { FIRST_CHOICE, offered, shareRequest } from './share-choice.ts';
import type { ShownItem } from './shown-item.ts';

const WHAT_THEY_SEE: { readonly [K in ShownItem['kind']]: string } = {
  report: 'They find it under “Shared with me”. It shows them data only if they may see its dataset too.',
  dashboard:
    'They find it under “Shared with me” and see its tiles with their numbers. They cannot change it, or open the reports and data behind it.',
  model: 'They see its data in every report and dashboard that was shared with them.',
};

function SharedNote({ shared }: { readonly shared: Shared }) {
  return (
    <div role="status" className="az-share-done">
      <p>{shared.done}</p>
      {shared.invited !== undefined && <p>{shared.invited}</p>}
      {shared.warning !== undefined && <p className="az-share-warning">{shared.warning}</p>}
    </div>
  );
}

/** Shares an item with several people, groups and applications at once. */
export function PeopleForm({ item }: { readonly item: ShownItem }) {
  const permissions = usePermissions(item);
  const add = useAddPermissions(item);
  const [recipients, setRecipients] = useState<readonly Recipient[]>([]);
  const [choice, setChoice] = useState(FIRST_CHOICE);
  const [shared, setShared] = useState<Shared>();
  const offer = offered(item.kind, permissions.data?.mayGive);
  const share = () => {
    setShared(undefined);
    add.mutate(shareRequest(recipients, choice, offer), {
      onSuccess: (added) => {
        setRecipients([]);
        setShared(sharedWords(added, item.kind, choice.withModel));
      },
    });
  };
  return (
    <div className="az-share-part">
      <RecipientsPicker label="People and groups" recipients={recipients} onChange={setRecipients} />
      <ChoiceFields choice={choice} offer={offer} onChange={setChoice} />
      <p className="az-share-note">{WHAT_THEY_SEE[item.kind]}</p>
      <InlineProblem thrown={add.error} />
      {shared !== undefined && <SharedNote shared={shared} />}
      <div>
        <Button appearance="primary" disabledFocusable={recipients.length === 0 || add.isPending} onClick={share}>
          {add.isPending ? 'Sharing…' : 'Share'}
        </Button>
      </div>
    </div>
  );
}

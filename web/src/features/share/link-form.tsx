import { Button, Radio, RadioGroup } from '@fluentui/react-components';
import { useState } from 'react';
import { LINK_KINDS } from '../../../../shared/contract/azimuth.ts';
import { useCreateLink } from '../../api/links.ts';
import { usePermissions } from '../../api/permissions.ts';
import { InlineProblem } from '../../ui/inline-problem.tsx';
import { type Recipient, RecipientsPicker } from '../../ui/recipients-picker.tsx';
import { ChoiceFields } from './choice-fields.tsx';
import { copied } from './copy-button.tsx';
import { LinkList } from './link-list.tsx';
import { LINK_WORDS } from './link-words.ts';
import { invitedWords } from './outcome-words.ts';
import { FIRST_CHOICE, offered, rightsOf } from './share-choice.ts';
import type { ShownItem } from './shown-item.ts';

const MADE = {
  copied: 'The link is made and copied: paste it where you like.',
  refused: 'The link is made: copy it from the list below.',
} as const;

/** Makes a link to a report, for those whom one says, and puts it on the clipboard. */
export function LinkForm({ item }: { readonly item: ShownItem }) {
  const permissions = usePermissions(item);
  const create = useCreateLink(item.id);
  const [kind, setKind] = useState<(typeof LINK_KINDS)[number]>('people');
  const [recipients, setRecipients] = useState<readonly Recipient[]>([]);
  const [choice, setChoice] = useState(FIRST_CHOICE);
  const [made, setMade] = useState<keyof typeof MADE>();
  // Whether a link leads to the data as well follows from what its maker holds on the dataset.
  const offer = { ...offered('report', permissions.data?.mayGive), model: false };
  const isReady = kind !== 'people' || recipients.length > 0;
  const make = () => {
    setMade(undefined);
    const request = {
      kind,
      rights: kind === 'existing' ? ['read' as const] : rightsOf(choice, offer),
      recipients: kind === 'people' ? recipients.map(({ id }) => id) : [],
    };
    create.mutate(request, {
      onSuccess: (link) => {
        setRecipients([]);
        void copied(link.url).then(setMade);
      },
    });
  };
  return (
    <div className="az-share-part">
      <RadioGroup
        value={kind}
        aria-label="For whom the link works"
        onChange={(_, data) => {
          setKind(LINK_KINDS.find((one) => one === data.value) ?? 'people');
          setMade(undefined);
        }}
      >
        {LINK_KINDS.map((one) => (
          <Radio
            key={one}
            value={one}
            label={
              <>
                {LINK_WORDS[one].title}
                <span className="az-share-hint">{LINK_WORDS[one].note}</span>
              </>
            }
          />
        ))}
      </RadioGroup>
      {kind === 'people' && (
        <RecipientsPicker label="People and groups" recipients={recipients} onChange={setRecipients} />
      )}
      {kind !== 'existing' && <ChoiceFields choice={choice} offer={offer} onChange={setChoice} />}
      <InlineProblem thrown={create.error} />
      {made !== undefined && (
        <p role="status" className="az-share-done">
          {MADE[made]}
          {create.data !== undefined && create.data.invited.length > 0 && ` ${invitedWords(create.data.invited)}`}
        </p>
      )}
      <div>
        <Button appearance="primary" disabledFocusable={!isReady || create.isPending} onClick={make}>
          {create.isPending ? 'Making…' : 'Make and copy the link'}
        </Button>
      </div>
      <div>
        <h3 className="az-share-title">Links to this report</h3>
        <LinkList reportId={item.id} />
      </div>
    </div>
  );
}

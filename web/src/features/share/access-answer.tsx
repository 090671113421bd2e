import { CheckmarkCircle20Filled, DismissCircle20Filled, Warning20Filled } from '@fluentui/react-icons';
import type { AccessExplanation } from '../../../../shared/contract/azimuth.ts';
import { outcomeWords } from './outcome-words.ts';
import { reasonSentences, type Subject } from './reasons.ts';
import type { ShownItem } from './shown-item.ts';
import './permissions.css';

const ICONS = { open: CheckmarkCircle20Filled, noData: Warning20Filled, closed: DismissCircle20Filled } as const;

function Sentences({ sentences, none }: { readonly sentences: readonly string[]; readonly none: string }) {
  if (sentences.length === 0) return <p className="az-quiet">{none}</p>;
  return (
    <ul className="az-why-list">
      {sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}

type Props = { readonly explanation: AccessExplanation; readonly item: ShownItem; readonly isMe?: boolean };

/** Whether somebody can see an item, and then why: each way from them over groups and roles to the rights. */
export function AccessAnswer({ explanation, item, isMe = false }: Props) {
  const { person, isEnabled, outcome, rights, model, notes } = explanation;
  const who: Subject = isMe ? { kind: 'you' } : { kind: 'other', name: person.displayName };
  const shown = isEnabled ? outcome : 'closed';
  const Icon = ICONS[shown];
  return (
    <div className="az-why">
      <p className="az-why-outcome" data-outcome={shown}>
        <Icon aria-hidden="true" />
        <strong>{outcomeWords(explanation, who, item.kind)}</strong>
      </p>
      <Sentences sentences={reasonSentences(who, rights, item.kind)} none={`Nothing gives access to “${item.name}”.`} />
      {model !== undefined && (
        <>
          <h3>Its data: the dataset “{model.name}”</h3>
          <Sentences
            sentences={reasonSentences(who, model.rights, 'model')}
            none="Nothing gives access to the dataset. An owner of it can share it."
          />
        </>
      )}
      {notes.length > 0 && (
        <>
          <h3>Besides</h3>
          <Sentences sentences={notes} none="" />
        </>
      )}
    </div>
  );
}

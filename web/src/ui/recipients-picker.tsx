import { Dismiss12Regular } from '@fluentui/react-icons';
import type { Person } from '../../../shared/contract/azimuth.ts';
import { PeoplePicker } from './people-picker.tsx';
import './chip.css';

/** Somebody picked: `id` is what the service is told, an object id or an address. */
export type Recipient = { readonly id: string; readonly name: string };

/** As many as one request takes. */
const MOST = 100;

type Props = {
  readonly label: string;
  readonly recipients: readonly Recipient[];
  readonly onChange: (recipients: readonly Recipient[]) => void;
};

/** Picks several people, groups and applications; each stands below as a chip that can be let go. */
export function RecipientsPicker({ label, recipients, onChange }: Props) {
  const add = (one: Recipient) => onChange([...recipients, one].slice(0, MOST));
  const pick = (person: Person | undefined) => {
    if (person !== undefined) add({ id: person.objectId, name: person.displayName });
  };
  return (
    <>
      <PeoplePicker
        isMany
        label={label}
        without={new Set(recipients.map(({ id }) => id))}
        onPick={pick}
        onAddress={(address) => add({ id: address, name: address })}
      />
      {recipients.length > 0 && (
        <ul className="az-recipients" aria-label="Picked">
          {recipients.map(({ id, name }) => (
            <li key={id}>
              <button
                type="button"
                className="az-chip"
                onClick={() => onChange(recipients.filter((one) => one.id !== id))}
              >
                <span>{name}</span>
                <Dismiss12Regular aria-hidden="true" />
                <span className="az-hidden">, let go</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {recipients.length === MOST && <p className="az-quiet">That is as many as can be shared with at once.</p>}
    </>
  );
}

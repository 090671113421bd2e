import { Combobox, Field, Option, Persona } from '@fluentui/react-components';
import { useState } from 'react';
import type { Person } from '../../../shared/contract/azimuth.ts';
import { usePeople } from '../api/search-people.ts';

type Props = {
  readonly label: string;
  /** People who are there already, and need not be found again. */
  readonly without: ReadonlySet<string>;
  readonly picked: Person | undefined;
  readonly onPick: (person: Person | undefined) => void;
  /** Takes the focus when it appears: after one person was added, for the next. */
  readonly isNext?: boolean;
};

const NOBODY = 'Nobody else is called that. People can be found once they have signed in here.';

/** Finds a person by the beginning of the name or address. */
export function PeoplePicker({ label, without, picked, onPick, isNext = false }: Props) {
  const [text, setText] = useState('');
  const [isOpen, setOpen] = useState(false);
  const people = usePeople(text);
  const found = (people.data?.people ?? []).filter((person) => !without.has(person.objectId));
  const hasSearched = text.trim() !== '' && !people.isFetching && picked === undefined;
  return (
    <Field
      label={label}
      {...(people.isError
        ? { validationMessage: 'People cannot be searched just now.', validationState: 'error' as const }
        : hasSearched && found.length === 0
          ? { validationMessage: NOBODY, validationState: 'none' as const }
          : {})}
    >
      <Combobox
        freeform
        placeholder="Name or address"
        autoComplete="off"
        autoFocus={isNext}
        open={isOpen && found.length > 0}
        onOpenChange={(_, data) => setOpen(data.open)}
        value={picked?.displayName ?? text}
        selectedOptions={picked === undefined ? [] : [picked.objectId]}
        onChange={(event) => {
          setText(event.target.value);
          setOpen(true);
          onPick(undefined);
        }}
        onOptionSelect={(_, data) => {
          const person = found.find((one) => one.objectId === data.optionValue);
          onPick(person);
          setText(person?.displayName ?? text);
        }}
      >
        {found.map((person) => (
          <Option key={person.objectId} value={person.objectId} text={person.displayName}>
            <Persona
              name={person.displayName}
              secondaryText={person.signInName}
              avatar={{ color: 'colorful', 'aria-hidden': true }}
            />
          </Option>
        ))}
      </Combobox>
    </Field>
  );
}

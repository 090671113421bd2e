import { Combobox, Field, Option } from '@fluentui/react-components';
import { useState } from 'react';
import type { Person } from '../../../shared/contract/azimuth.ts';
import { usePeople } from '../api/search-people.ts';
import { Principal } from './principal.tsx';

type Props = {
  readonly label: string;
  /** Object ids or sign-in names of those who are there already, and need not be found again. */
  readonly without: ReadonlySet<string>;
  readonly picked?: Person | undefined;
  readonly onPick: (person: Person | undefined) => void;
  /** Given where an address may be used that belongs to nobody in the directory. */
  readonly onAddress?: (address: string) => void;
  /** Each pick empties the field for the next one. */
  readonly isMany?: boolean;
  /** Takes the focus when it appears: after one person was added, for the next. */
  readonly isNext?: boolean;
};

const NOBODY = 'No name or address in the directory begins like that.';
const ADDRESS = /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>".]+$/;

/** Finds people, groups and applications of the whole directory by the beginning of the name or address. */
export function PeoplePicker(props: Props) {
  const { label, without, picked, onPick, onAddress, isMany = false, isNext = false } = props;
  const [text, setText] = useState('');
  const [isOpen, setOpen] = useState(false);
  const people = usePeople(text);
  const wanted = text.trim();
  const isKnown = (person: Person) => without.has(person.objectId) || without.has(person.signInName);
  const found = wanted === '' ? [] : (people.data?.people ?? []).filter((person) => !isKnown(person));
  const hasSearched = wanted !== '' && !people.isFetching && picked === undefined;
  const isNobody = hasSearched && found.length === 0;
  const address = onAddress !== undefined && isNobody && ADDRESS.test(wanted) && !without.has(wanted);
  const select = (value: string | undefined) => {
    // Typing over a choice takes it back, which comes here too: what is typed stays.
    if (value === undefined) return;
    const person = found.find((one) => one.objectId === value);
    if (person === undefined && address) onAddress(wanted);
    else onPick(person);
    setText(isMany ? '' : (person?.displayName ?? text));
  };
  return (
    <Field
      label={label}
      {...(people.isError
        ? { validationMessage: 'The directory cannot be searched just now.', validationState: 'error' as const }
        : isNobody && !address
          ? { validationMessage: NOBODY, validationState: 'none' as const }
          : {})}
    >
      <Combobox
        freeform
        placeholder="Name or address"
        autoComplete="off"
        autoFocus={isNext}
        open={isOpen && (found.length > 0 || address)}
        onOpenChange={(_, data) => setOpen(data.open)}
        value={picked?.displayName ?? text}
        selectedOptions={picked === undefined ? [] : [picked.objectId]}
        onChange={(event) => {
          setText(event.target.value);
          setOpen(true);
          onPick(undefined);
        }}
        onOptionSelect={(_, data) => select(data.optionValue)}
      >
        {found.map((person) => (
          <Option key={person.objectId} value={person.objectId} text={person.displayName}>
            <Principal principal={person} />
          </Option>
        ))}
        {address && (
          <Option key={wanted} value={wanted} text={wanted}>
            {`Invite ${wanted} as a guest`}
          </Option>
        )}
      </Combobox>
    </Field>
  );
}

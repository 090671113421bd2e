import { useState } from 'react';
import type { Person } from '../../../../shared/contract/azimuth.ts';
import { useAccess } from '../../api/explain-access.ts';
import { InlineProblem } from '../../ui/inline-problem.tsx';
import { PeoplePicker } from '../../ui/people-picker.tsx';
import { AccessAnswer } from './access-answer.tsx';
import type { ShownItem } from './shown-item.ts';

function Answer({ item, person }: { readonly item: ShownItem; readonly person: Person }) {
  const access = useAccess(item, person.objectId);
  if (access.isError) return <InlineProblem thrown={access.error} />;
  if (access.data === undefined) return <span className="az-bone" style={{ height: 72 }} />;
  return <AccessAnswer explanation={access.data} item={item} />;
}

const NOBODY: ReadonlySet<string> = new Set();

/** Asks for anybody of the directory whether they can see the item, and why. */
export function AccessCheck({ item }: { readonly item: ShownItem }) {
  const [person, setPerson] = useState<Person>();
  return (
    <div className="az-access-check">
      <PeoplePicker label="Person or group" without={NOBODY} picked={person} onPick={setPerson} />
      <div aria-live="polite">{person !== undefined && <Answer item={item} person={person} />}</div>
    </div>
  );
}

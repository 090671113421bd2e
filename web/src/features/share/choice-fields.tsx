import { Checkbox } from '@fluentui/react-components';
import type { Choice, offered } from './share-choice.ts';

type Props = {
  readonly choice: Choice;
  readonly offer: ReturnType<typeof offered>;
  readonly onChange: (choice: Choice) => void;
};

/** What the recipients get besides seeing it. */
export function ChoiceFields({ choice, offer, onChange }: Props) {
  return (
    <div className="az-share-choice">
      {offer.reshare && (
        <Checkbox
          label="They may share it on"
          checked={choice.mayShare}
          onChange={(_, data) => onChange({ ...choice, mayShare: data.checked === true })}
        />
      )}
      {offer.build && (
        <Checkbox
          label="They may build on its data"
          checked={choice.mayBuild}
          onChange={(_, data) => onChange({ ...choice, mayBuild: data.checked === true })}
        />
      )}
      {offer.model && (
        <Checkbox
          label="Also let them see its data (the dataset)"
          checked={choice.withModel}
          onChange={(_, data) => onChange({ ...choice, withModel: data.checked === true })}
        />
      )}
    </div>
  );
}

import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Input,
} from '@fluentui/react-components';
import { type FormEvent, useState } from 'react';
import { InlineProblem } from './inline-problem.tsx';

type Props = {
  readonly title: string;
  readonly hint: string;
  readonly isBusy: boolean;
  readonly thrown: unknown;
  readonly onName: (name: string) => void;
  readonly onClose: () => void;
};

/** Asks for the one thing that a new item needs: its name. */
export function NameDialog({ title, hint, isBusy, thrown, onName, onClose }: Props) {
  const [name, setName] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '' && !isBusy) onName(name.trim());
  };
  return (
    <Dialog open onOpenChange={(_, data) => !data.open && onClose()}>
      <DialogSurface className="az-dialog">
        <form onSubmit={submit}>
          <DialogBody>
            <DialogTitle>{title}</DialogTitle>
            <DialogContent className="az-form">
              <Field label="Name" hint={hint}>
                <Input value={name} maxLength={200} onChange={(_, data) => setName(data.value)} />
              </Field>
              <InlineProblem thrown={thrown} />
            </DialogContent>
            <DialogActions>
              <Button type="button" onClick={onClose}>
                Cancel
              </Button>
              <Button type="submit" appearance="primary" disabled={name.trim() === '' || isBusy}>
                {isBusy ? 'Creating…' : 'Create'}
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}

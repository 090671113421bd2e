import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { InlineProblem } from './inline-problem.tsx';

type Props = {
  readonly title: string;
  readonly action: string;
  readonly busyAction: string;
  readonly isBusy: boolean;
  readonly thrown: unknown;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  /** A choice that belongs to the question. */
  readonly option?: ReactNode;
  readonly children: ReactNode;
};

/** Asks before something is taken away, naming it and what follows. */
export function ConfirmDialog(props: Props) {
  const { title, action, busyAction, isBusy, thrown, onConfirm, onClose, option, children } = props;
  return (
    <Dialog open modalType="alert" onOpenChange={(_, data) => !data.open && onClose()}>
      <DialogSurface className="az-dialog">
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent className="az-form">
            <p>{children}</p>
            {option}
            <InlineProblem thrown={thrown} />
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>Cancel</Button>
            <Button appearance="primary" onClick={onConfirm} disabled={isBusy}>
              {isBusy ? busyAction : action}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

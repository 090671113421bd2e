import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Persona,
} from '@fluentui/react-components';
import { useState } from 'react';
import type { DashboardDetail, Person, Share } from '../../../../shared/contract/azimuth.ts';
import { useAddShare, useRemoveShare, useShares } from '../../api/shares.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { InlineProblem } from '../../ui/inline-problem.tsx';
import { PeoplePicker } from '../../ui/people-picker.tsx';
import './share.css';

function ShareRow({ share, onRemove }: { readonly share: Share; readonly onRemove: () => void }) {
  const { displayName, signInName } = share.person;
  return (
    <li>
      <Persona
        name={displayName}
        secondaryText={signInName}
        avatar={{ color: 'colorful', 'aria-hidden': true }}
        className="az-share-person"
      />
      <span className="az-quiet">Can view</span>
      <Button size="small" onClick={onRemove} aria-label={`Remove ${displayName}`}>
        Remove
      </Button>
    </li>
  );
}

/** Who may see the dashboard, and letting one more person see it. */
export function ShareDialog({
  dashboard,
  onClose,
}: {
  readonly dashboard: DashboardDetail;
  readonly onClose: () => void;
}) {
  const shares = useShares(dashboard.id);
  const add = useAddShare(dashboard.id);
  const remove = useRemoveShare(dashboard.id);
  const [picked, setPicked] = useState<Person>();
  /** Counts up with each share, which empties the picker; nothing else does, least of all an answer that comes late. */
  const [round, setRound] = useState(0);
  const [leaving, setLeaving] = useState<Share>();
  const known = new Set(shares.data?.shares.map((share) => share.person.objectId));
  const share = () => {
    if (picked === undefined) return;
    add.mutate(picked.objectId, {
      onSuccess: () => {
        setPicked(undefined);
        setRound((before) => before + 1);
      },
    });
  };
  return (
    <Dialog open onOpenChange={(_, data) => !data.open && onClose()}>
      <DialogSurface className="az-dialog az-share">
        <DialogBody>
          <DialogTitle>Share “{dashboard.name}”</DialogTitle>
          <DialogContent className="az-form">
            <div className="az-share-add">
              <PeoplePicker
                key={round}
                isNext={round > 0}
                label="Person"
                without={known}
                picked={picked}
                onPick={setPicked}
              />
              <Button appearance="primary" disabled={picked === undefined || add.isPending} onClick={share}>
                {add.isPending ? 'Sharing…' : 'Share'}
              </Button>
            </div>
            <p className="az-share-note">
              They find it under “Shared with me” and see its tiles with their numbers. They cannot change it, share it
              on, or open the reports and data behind it.
            </p>
            <InlineProblem thrown={add.error} />
            <div>
              <h3 className="az-share-title">Who can see it</h3>
              {shares.isError && <InlineProblem thrown={shares.error} />}
              {shares.isPending && <span className="az-bone" style={{ height: 40 }} />}
              {shares.data?.shares.length === 0 && (
                <p className="az-quiet">Nobody yet besides the members of {dashboard.workspaceName}.</p>
              )}
              <ul className="az-share-list">
                {shares.data?.shares.map((one) => (
                  <ShareRow key={one.person.objectId} share={one} onRemove={() => setLeaving(one)} />
                ))}
              </ul>
            </div>
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>Done</Button>
          </DialogActions>
        </DialogBody>
        {leaving !== undefined && (
          <ConfirmDialog
            title={`Remove ${leaving.person.displayName}?`}
            action="Remove"
            busyAction="Removing…"
            isBusy={remove.isPending}
            thrown={remove.error}
            onConfirm={() => remove.mutate(leaving.person.objectId, { onSuccess: () => setLeaving(undefined) })}
            onClose={() => setLeaving(undefined)}
          >
            “{dashboard.name}” closes for {leaving.person.displayName} at once.
          </ConfirmDialog>
        )}
      </DialogSurface>
    </Dialog>
  );
}

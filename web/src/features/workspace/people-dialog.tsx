import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Select,
} from '@fluentui/react-components';
import { useState } from 'react';
import type { Person, WorkspaceSummary } from '../../../../shared/contract/azimuth.ts';
import { isAtLeast, WORKSPACE_ROLES, type WorkspaceRole } from '../../../../shared/domain/rights.ts';
import {
  useAddWorkspaceUser,
  useRemoveWorkspaceUser,
  useWorkspaceUsers,
  type WorkspaceUser,
} from '../../api/workspace-users.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { InlineProblem } from '../../ui/inline-problem.tsx';
import { PeoplePicker } from '../../ui/people-picker.tsx';
import { Principal } from '../../ui/principal.tsx';
import { kindOfUser } from './kind-of-user.ts';

const ROLE_WORDS: { readonly [R in WorkspaceRole]: string } = {
  Viewer: 'Looks',
  Contributor: 'Makes and changes items',
  Member: 'Also shares, adds people',
  Admin: 'May do everything',
};

type AddProps = { readonly workspace: WorkspaceSummary; readonly known: ReadonlySet<string> };

function AddPerson({ workspace, known }: AddProps) {
  const add = useAddWorkspaceUser(workspace.id);
  const [person, setPerson] = useState<Person>();
  /** Counts up with each person added, which empties the picker. */
  const [round, setRound] = useState(0);
  const [role, setRole] = useState<WorkspaceRole>('Viewer');
  const roles = WORKSPACE_ROLES.filter((one) => isAtLeast(workspace.role, one));
  const submit = () => {
    if (person === undefined) return;
    const onSuccess = () => {
      setPerson(undefined);
      setRound((before) => before + 1);
    };
    add.mutate({ principal: person, role }, { onSuccess });
  };
  return (
    <>
      <div className="az-people-add">
        <PeoplePicker
          key={round}
          isNext={round > 0}
          label="Add a person or group"
          without={known}
          picked={person}
          onPick={setPerson}
        />
        <Field label="Role" hint={ROLE_WORDS[role]}>
          <Select
            value={role}
            onChange={(_, data) => setRole(WORKSPACE_ROLES.find((one) => one === data.value) ?? 'Viewer')}
          >
            {roles.map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </Select>
        </Field>
        <Button appearance="primary" disabledFocusable={person === undefined || add.isPending} onClick={submit}>
          {add.isPending ? 'Adding…' : 'Add'}
        </Button>
      </div>
      <InlineProblem thrown={add.error} />
    </>
  );
}

type Props = { readonly workspace: WorkspaceSummary; readonly canManage: boolean; readonly onClose: () => void };

/** The people, groups and applications of a workspace with their roles. */
export function PeopleDialog({ workspace, canManage, onClose }: Props) {
  const users = useWorkspaceUsers(workspace.id);
  const remove = useRemoveWorkspaceUser(workspace.id);
  const [leaving, setLeaving] = useState<WorkspaceUser>();
  const list = users.data?.value ?? [];
  const known = new Set(list.flatMap((user) => [user.identifier, user.emailAddress ?? '']));
  return (
    <Dialog open onOpenChange={(_, data) => !data.open && onClose()}>
      <DialogSurface className="az-dialog az-people">
        <DialogBody>
          <DialogTitle>People of “{workspace.name}”</DialogTitle>
          <DialogContent className="az-form">
            {canManage && <AddPerson workspace={workspace} known={known} />}
            {users.isError && <InlineProblem thrown={users.error} />}
            {users.isPending && <span className="az-bone" style={{ height: 40 }} />}
            <ul className="az-people-list">
              {list.map((user) => (
                <li key={user.identifier}>
                  <Principal
                    principal={{
                      displayName: user.displayName,
                      signInName: user.emailAddress ?? '',
                      kind: kindOfUser(user),
                    }}
                    className="az-people-name"
                  />
                  <span className="az-quiet">{user.groupUserAccessRight}</span>
                  {canManage && (
                    <Button size="small" aria-label={`Remove ${user.displayName}`} onClick={() => setLeaving(user)}>
                      Remove
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>Done</Button>
          </DialogActions>
        </DialogBody>
        {leaving !== undefined && (
          <ConfirmDialog
            title={`Remove ${leaving.displayName}?`}
            action="Remove"
            busyAction="Removing…"
            isBusy={remove.isPending}
            thrown={remove.error}
            onConfirm={() => remove.mutate(leaving.identifier, { onSuccess: () => setLeaving(undefined) })}
            onClose={() => setLeaving(undefined)}
          >
            {leaving.displayName} no longer sees this workspace
            {leaving.principalType === 'Group' && ', except those who are in it by another way'}. What was shared with
            them by itself stays open to them.
          </ConfirmDialog>
        )}
      </DialogSurface>
    </Dialog>
  );
}

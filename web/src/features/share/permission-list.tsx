import { Button, Checkbox } from '@fluentui/react-components';
import { useState } from 'react';
import type { ItemPermissions } from '../../../../shared/contract/azimuth.ts';
import { useRemovePermission } from '../../api/permissions.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Principal } from '../../ui/principal.tsx';
import { reasonList } from './reasons.ts';
import { rightsWords } from './rights-words.ts';
import type { ShownItem } from './shown-item.ts';
import './permissions.css';

type Entry = ItemPermissions['entries'][number];
type RowProps = { readonly entry: Entry; readonly kind: ShownItem['kind']; readonly onRemove: () => void };

function EntryRow({ entry, kind, onRemove }: RowProps) {
  const { principal, rights, isRemovable } = entry;
  const held = rights.map(({ right }) => right);
  return (
    <li>
      <Principal principal={principal} />
      <div className="az-permission-what">
        <p>{rightsWords(held, kind)}</p>
        {reasonList(rights).map((words) => (
          <p key={words} className="az-quiet">
            {words}
          </p>
        ))}
      </div>
      {isRemovable && (
        <Button size="small" onClick={onRemove} aria-label={`Remove ${principal.displayName}`}>
          Remove
        </Button>
      )}
    </li>
  );
}

type RemoveProps = { readonly item: ShownItem; readonly entry: Entry; readonly onClose: () => void };

function RemoveDialog({ item, entry, onClose }: RemoveProps) {
  const remove = useRemovePermission(item);
  const [withModel, setWithModel] = useState(item.kind === 'report');
  const { objectId, displayName } = entry.principal;
  const isByRole = entry.rights.some(({ because }) => because.some(({ kind }) => kind === 'role'));
  return (
    <ConfirmDialog
      title={`Remove ${displayName}?`}
      action="Remove"
      busyAction="Removing…"
      isBusy={remove.isPending}
      thrown={remove.error}
      onConfirm={() => remove.mutate({ principalId: objectId, withModel }, { onSuccess: onClose })}
      onClose={onClose}
      option={
        item.kind === 'report' && (
          <Checkbox
            label="Also take away what they were given on its data (the dataset)"
            checked={withModel}
            onChange={(_, data) => setWithModel(data.checked === true)}
          />
        )
      }
    >
      What {displayName} was given on “{item.name}” ends at once
      {item.kind === 'report' ? ', and links to it that name them no longer do.' : '.'}
      {isByRole && ' The role in the workspace stays, and with it what that gives.'}
    </ConfirmDialog>
  );
}

type Props = { readonly item: ShownItem; readonly permissions: ItemPermissions };

/** Everybody on record for an item: what they may do, why, and taking away what was given here. */
export function PermissionList({ item, permissions }: Props) {
  const [leaving, setLeaving] = useState<Entry>();
  const { entries, canManage, more } = permissions;
  const hasRoles = entries.some(({ rights }) =>
    rights.some(({ because }) => because.some((one) => one.kind === 'role')),
  );
  return (
    <>
      {!canManage && <p className="az-share-note">You see here whom you gave access yourself.</p>}
      {entries.length === 0 && <p className="az-quiet">Nobody yet.</p>}
      <ul className="az-permission-list">
        {entries.map((entry) => (
          <EntryRow key={entry.principal.objectId} entry={entry} kind={item.kind} onRemove={() => setLeaving(entry)} />
        ))}
      </ul>
      {more && <p className="az-quiet">… and more.</p>}
      {hasRoles && (
        <p className="az-quiet az-permission-hint">
          What comes from a role in the workspace is changed there, under “People”.
        </p>
      )}
      {leaving !== undefined && <RemoveDialog item={item} entry={leaving} onClose={() => setLeaving(undefined)} />}
    </>
  );
}

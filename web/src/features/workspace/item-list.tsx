import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { MoreHorizontal20Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import type { ItemSummary } from '../../../../shared/contract/azimuth.ts';
import { useDeleteItem } from '../../api/delete-item.ts';
import { COLLECTION } from '../../api/item-path.ts';
import { formatAge } from '../../format/format-moment.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { itemAddress, KIND_NAMES, KindIcon } from '../../ui/kind-icon.tsx';
import { useNow } from '../../ui/use-now.ts';

/** What goes with an item when it is deleted. */
const FOLLOWS: { readonly [K in ItemSummary['kind']]: string } = {
  report: 'Tiles that were pinned from it go from their dashboards too.',
  dashboard: 'It closes for everybody with whom it was shared.',
  model: 'Its data goes, and with it the reports and tiles that show it.',
};

function ItemName({ item }: { readonly item: ItemSummary }) {
  const address = itemAddress(item);
  return address === undefined ? <span>{item.name}</span> : <Link to={address}>{item.name}</Link>;
}

type Props = { readonly items: readonly ItemSummary[]; readonly canEdit: boolean; readonly canShare: boolean };

/** All items of a workspace with their kind, owner and age. */
export function ItemList({ items, canEdit, canShare }: Props) {
  const now = useNow();
  const navigate = useNavigate();
  const remove = useDeleteItem();
  const [leaving, setLeaving] = useState<ItemSummary>();
  const ordered = [...items].sort((left, right) => right.modifiedAt.localeCompare(left.modifiedAt));
  return (
    <>
      <table className="az-list">
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col" className="az-list-wide">
              Kind
            </th>
            <th scope="col" className="az-list-wide">
              Owner
            </th>
            <th scope="col">Changed</th>
            {canEdit && (
              <th scope="col">
                <span className="az-hidden">Actions</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {ordered.map((item) => (
            <tr key={`${item.kind}/${item.id}`}>
              <th scope="row">
                <span className="az-list-name">
                  <KindIcon kind={item.kind} />
                  <span>
                    <ItemName item={item} />
                    <span className="az-list-kind">{KIND_NAMES[item.kind]}</span>
                  </span>
                </span>
              </th>
              <td className="az-list-wide">{KIND_NAMES[item.kind]}</td>
              <td className="az-list-wide">{item.createdBy}</td>
              <td>
                <time dateTime={item.modifiedAt}>{formatAge(item.modifiedAt, now)}</time>
              </td>
              {canEdit && (
                <td className="az-list-menu">
                  <Menu>
                    <MenuTrigger disableButtonEnhancement>
                      <Button
                        size="small"
                        appearance="subtle"
                        icon={<MoreHorizontal20Regular />}
                        aria-label={`More about ${KIND_NAMES[item.kind].toLowerCase()} ${item.name}`}
                      />
                    </MenuTrigger>
                    <MenuPopover>
                      <MenuList>
                        {canShare && (
                          <MenuItem onClick={() => void navigate(`/${COLLECTION[item.kind]}/${item.id}/permissions`)}>
                            Manage permissions
                          </MenuItem>
                        )}
                        <MenuItem onClick={() => setLeaving(item)}>Delete</MenuItem>
                      </MenuList>
                    </MenuPopover>
                  </Menu>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {leaving !== undefined && (
        <ConfirmDialog
          title={`Delete “${leaving.name}”?`}
          action="Delete"
          busyAction="Deleting…"
          isBusy={remove.isPending}
          thrown={remove.error}
          onConfirm={() => remove.mutate(leaving, { onSuccess: () => setLeaving(undefined) })}
          onClose={() => setLeaving(undefined)}
        >
          The {KIND_NAMES[leaving.kind].toLowerCase()} is deleted for good. {FOLLOWS[leaving.kind]}
        </ConfirmDialog>
      )}
    </>
  );
}

import {
  Button,
  Menu,
  MenuDivider,
  MenuGroup,
  MenuGroupHeader,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components';
import { MoreHorizontal20Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { DashboardTile } from '../../../../shared/contract/azimuth.ts';
import { useRemoveTile } from '../../api/remove-tile.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { type Change, changed } from './tile-layout.ts';

const CHANGES: readonly { readonly title: string; readonly rows: readonly (readonly [Change, string])[] }[] = [
  {
    title: 'Move',
    rows: [
      ['left', 'Left'],
      ['right', 'Right'],
      ['up', 'Up'],
      ['down', 'Down'],
    ],
  },
  {
    title: 'Size',
    rows: [
      ['wider', 'Wider'],
      ['narrower', 'Narrower'],
      ['taller', 'Taller'],
      ['shorter', 'Shorter'],
    ],
  },
];

type Props = {
  readonly tile: DashboardTile;
  readonly dashboardId: string;
  readonly onPut: (tile: DashboardTile, layout: DashboardTile['layout']) => void;
};

/** Moving, resizing and removing a tile without dragging. The menu stays open, so that steps can be repeated. */
export function TileMenu({ tile, dashboardId, onPut }: Props) {
  const remove = useRemoveTile(dashboardId);
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <Button
            className="az-visual-menu"
            size="small"
            appearance="subtle"
            icon={<MoreHorizontal20Regular />}
            aria-label={`Change tile ${tile.title}`}
          />
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            {CHANGES.map(({ title, rows }) => (
              <MenuGroup key={title}>
                <MenuGroupHeader>{title}</MenuGroupHeader>
                {rows.map(([change, name]) => {
                  const next = changed(tile.layout, change);
                  return (
                    <MenuItem
                      key={change}
                      persistOnClick
                      disabled={next === undefined}
                      onClick={() => next !== undefined && onPut(tile, next)}
                    >
                      {name}
                    </MenuItem>
                  );
                })}
              </MenuGroup>
            ))}
            <MenuDivider />
            <MenuItem onClick={() => setAsking(true)}>Remove</MenuItem>
          </MenuList>
        </MenuPopover>
      </Menu>
      {isAsking && (
        <ConfirmDialog
          title="Remove the tile?"
          action="Remove"
          busyAction="Removing…"
          isBusy={remove.isPending}
          thrown={remove.error}
          onConfirm={() => remove.mutate(tile.id, { onSuccess: () => setAsking(false) })}
          onClose={() => setAsking(false)}
        >
          “{tile.title}” leaves this dashboard. The report that it came from stays as it is.
        </ConfirmDialog>
      )}
    </>
  );
}

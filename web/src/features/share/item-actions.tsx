import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import {
  MoreHorizontal20Regular,
  PeopleSettings20Regular,
  QuestionCircle20Regular,
  Share20Regular,
} from '@fluentui/react-icons';
import { lazy, Suspense, useState } from 'react';
import { useNavigate } from 'react-router';
import { permissionsAddress } from './item-address.ts';
import type { ShownItem } from './shown-item.ts';

const ShareDialog = lazy(() => import('./share-dialog.tsx').then((found) => ({ default: found.ShareDialog })));
const WhyDialog = lazy(() => import('./why-dialog.tsx').then((found) => ({ default: found.WhyDialog })));

type Props = { readonly item: ShownItem; readonly canShare: boolean };

/** Sharing a report or dashboard, and asking who sees it and why. */
export function ItemActions({ item, canShare }: Props) {
  const navigate = useNavigate();
  const [dialog, setDialog] = useState<'share' | 'why'>();
  const close = () => setDialog(undefined);
  return (
    <div className="az-page-actions">
      {canShare && (
        <Button appearance="primary" icon={<Share20Regular />} onClick={() => setDialog('share')}>
          Share
        </Button>
      )}
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <Button icon={<MoreHorizontal20Regular />} aria-label={`Access to ${item.name}`} title="Access" />
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            <MenuItem icon={<QuestionCircle20Regular />} onClick={() => setDialog('why')}>
              Why do I see this?
            </MenuItem>
            {canShare && (
              <MenuItem icon={<PeopleSettings20Regular />} onClick={() => void navigate(permissionsAddress(item))}>
                Manage permissions
              </MenuItem>
            )}
          </MenuList>
        </MenuPopover>
      </Menu>
      <Suspense fallback={null}>
        {dialog === 'share' && <ShareDialog item={item} onClose={close} />}
        {dialog === 'why' && <WhyDialog item={item} onClose={close} />}
      </Suspense>
    </div>
  );
}

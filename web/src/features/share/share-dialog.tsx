import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Tab,
  TabList,
} from '@fluentui/react-components';
import { useId, useState } from 'react';
import { Link } from 'react-router';
import { permissionsAddress } from './item-address.ts';
import { LinkForm } from './link-form.tsx';
import { PeopleForm } from './people-form.tsx';
import type { ShownItem } from './shown-item.ts';
import './share.css';

type Props = { readonly item: ShownItem; readonly onClose: () => void };

/** A report is shared with people or by a link; everything else with people. */
function Parts({ item }: { readonly item: ShownItem }) {
  const id = useId();
  const [part, setPart] = useState<'people' | 'link'>('people');
  if (item.kind !== 'report') return <PeopleForm item={item} />;
  return (
    <>
      <TabList
        selectedValue={part}
        onTabSelect={(_, data) => setPart(data.value === 'link' ? 'link' : 'people')}
        aria-label="How to share it"
      >
        <Tab value="people" id={`${id}-people`}>
          Share with people
        </Tab>
        <Tab value="link" id={`${id}-link`}>
          Copy a link
        </Tab>
      </TabList>
      <div role="tabpanel" aria-labelledby={`${id}-${part}`}>
        {part === 'people' ? <PeopleForm item={item} /> : <LinkForm item={item} />}
      </div>
    </>
  );
}

/** Gives people, groups and applications access to an item. */
export function ShareDialog({ item, onClose }: Props) {
  return (
    <Dialog open onOpenChange={(_, data) => !data.open && onClose()}>
      <DialogSurface className="az-dialog az-share">
        <DialogBody>
          <DialogTitle>Share “{item.name}”</DialogTitle>
          <DialogContent className="az-form">
            <Parts item={item} />
          </DialogContent>
          <DialogActions className="az-share-actions">
            <Link to={permissionsAddress(item)} onClick={onClose}>
              Who has access
            </Link>
            <Button onClick={onClose}>Done</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

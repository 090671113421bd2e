import { Button } from '@fluentui/react-components';
import { Share20Regular } from '@fluentui/react-icons';
import { type ReactNode, useId, useState } from 'react';
import type { ItemPermissions } from '../../../../shared/contract/azimuth.ts';
import { AccessCheck } from './access-check.tsx';
import { LinkList } from './link-list.tsx';
import { PermissionList } from './permission-list.tsx';
import { ShareDialog } from './share-dialog.tsx';
import './permissions.css';

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const id = useId();
  return (
    <section className="az-permission-part" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

/** Who has access to an item, by which links, and why anybody in particular has or has not. */
export function PermissionsView({ permissions }: { readonly permissions: ItemPermissions }) {
  const [isSharing, setSharing] = useState(false);
  const { item, canManage, mayGive } = permissions;
  return (
    <>
      <div className="az-page-head">
        <h1>Access to “{item.name}”</h1>
        {mayGive.includes('read') && (
          <div className="az-page-actions">
            <Button appearance="primary" icon={<Share20Regular />} onClick={() => setSharing(true)}>
              Share
            </Button>
          </div>
        )}
      </div>
      <Part title="Who has access">
        <PermissionList item={item} permissions={permissions} />
      </Part>
      {item.kind === 'report' && (
        <Part title="Links">
          <LinkList reportId={item.id} />
        </Part>
      )}
      {canManage && (
        <Part title="Who can see this, and why?">
          <AccessCheck item={item} />
        </Part>
      )}
      {isSharing && <ShareDialog item={item} onClose={() => setSharing(false)} />}
    </>
  );
}

export function PermissionsBones() {
  return (
    <div aria-hidden="true">
      <div className="az-page-head">
        <span className="az-bone" style={{ width: 280, height: 28 }} />
      </div>
      <div className="az-permission-part">
        {['62%', '48%', '55%'].map((width) => (
          <span key={width} className="az-bone" style={{ width, height: 32, marginBlock: 12 }} />
        ))}
      </div>
    </div>
  );
}

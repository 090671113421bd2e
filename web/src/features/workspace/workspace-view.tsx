import { Button } from '@fluentui/react-components';
import { Board20Regular, Delete20Regular, FolderOpen24Regular, People20Regular } from '@fluentui/react-icons';
import { type ReactNode, useState } from 'react';
import type { WorkspaceItems } from '../../../../shared/contract/azimuth.ts';
import { isAtLeast } from '../../../../shared/domain/rights.ts';
import { EmptyView } from '../../ui/empty-view.tsx';
import { DeleteWorkspaceDialog } from './delete-workspace-dialog.tsx';
import { ItemList } from './item-list.tsx';
import { NewDashboardDialog } from './new-dashboard-dialog.tsx';
import { PeopleDialog } from './people-dialog.tsx';
import './workspace.css';

type Props = {
  readonly content: WorkspaceItems;
  /** The button that brings a file into this workspace. */
  readonly upload: ReactNode;
  /** Guests neither share nor add people, whatever their role. */
  readonly isGuest: boolean;
};

/** A workspace: its items, and what one may do with it by one's role. */
export function WorkspaceView({ content, upload, isGuest }: Props) {
  const { workspace, items } = content;
  const [dialog, setDialog] = useState<'dashboard' | 'people' | 'delete'>();
  const canEdit = isAtLeast(workspace.role, 'Contributor');
  const canManage = !isGuest && isAtLeast(workspace.role, 'Member');
  const close = () => setDialog(undefined);
  return (
    <>
      <div className="az-page-head">
        <h1>{workspace.name}</h1>
        <div className="az-page-actions">
          {canEdit && upload}
          {canEdit && (
            <Button icon={<Board20Regular />} onClick={() => setDialog('dashboard')}>
              New dashboard
            </Button>
          )}
          {workspace.kind === 'shared' && (
            <Button icon={<People20Regular />} onClick={() => setDialog('people')}>
              People
            </Button>
          )}
          {workspace.kind === 'shared' && workspace.role === 'Admin' && (
            <Button icon={<Delete20Regular />} onClick={() => setDialog('delete')}>
              Delete
            </Button>
          )}
        </div>
      </div>
      <div className="az-list-frame">
        {items.length === 0 ? (
          <EmptyView icon={<FolderOpen24Regular />} title="This workspace is empty">
            <p>
              {canEdit ? 'Drop a CSV, TSV or Parquet file here to make its first report.' : 'Its members will fill it.'}
            </p>
          </EmptyView>
        ) : (
          <ItemList items={items} canEdit={canEdit} canShare={canManage} />
        )}
      </div>
      {dialog === 'dashboard' && <NewDashboardDialog workspaceId={workspace.id} onClose={close} />}
      {dialog === 'delete' && <DeleteWorkspaceDialog workspace={workspace} onClose={close} />}
      {dialog === 'people' && <PeopleDialog workspace={workspace} canManage={canManage} onClose={close} />}
    </>
  );
}

export function WorkspaceBones() {
  return (
    <div aria-hidden="true">
      <div className="az-page-head">
        <span className="az-bone" style={{ width: 240, height: 28 }} />
      </div>
      <div className="az-list-frame az-list-bones">
        {['52%', '38%', '45%', '60%'].map((width) => (
          <span key={width} className="az-bone" style={{ width }} />
        ))}
      </div>
    </div>
  );
}

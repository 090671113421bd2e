import { ArrowUpload20Regular } from '@fluentui/react-icons';
import { useParams } from 'react-router';
import { useMe } from '../../api/get-me.ts';
import { useWorkspaceItems } from '../../api/get-workspace-items.ts';
import { FileButton } from '../../features/upload/file-button.tsx';
import { WorkspaceBones, WorkspaceView } from '../../features/workspace/workspace-view.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { useCrumbs } from '../frame/crumbs.tsx';

export default function WorkspacePage() {
  const { workspaceId = '' } = useParams();
  const items = useWorkspaceItems(workspaceId);
  const isGuest = useMe().data?.standing === 'guest';
  useCrumbs([{ name: items.data?.workspace.name ?? 'Workspace' }]);
  return (
    <div className="az-page">
      <QueryView query={items} skeleton={<WorkspaceBones />} title="The workspace could not be opened">
        {(data) => (
          <WorkspaceView
            content={data}
            isGuest={isGuest}
            upload={
              <FileButton appearance="primary" icon={<ArrowUpload20Regular />} workspaceId={workspaceId}>
                Bring a file
              </FileButton>
            }
          />
        )}
      </QueryView>
    </div>
  );
}

import { Button } from '@fluentui/react-components';
import { Share20Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import { useParams } from 'react-router';
import { useDashboard } from '../../api/get-dashboard.ts';
import { DashboardBones, DashboardView } from '../../features/dashboard/dashboard-view.tsx';
import { ShareDialog } from '../../features/share/share-dialog.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { useCrumbs } from '../frame/crumbs.tsx';

function Bones() {
  return (
    <>
      <div className="az-page-head" aria-hidden="true">
        <span className="az-bone" style={{ width: 240, height: 28 }} />
      </div>
      <DashboardBones />
    </>
  );
}

export default function DashboardPage() {
  const { dashboardId = '' } = useParams();
  const dashboard = useDashboard(dashboardId);
  const [isSharing, setSharing] = useState(false);
  const detail = dashboard.data;
  const workspace =
    detail === undefined || detail.workspaceName === ''
      ? { name: 'Shared with me', to: '/shared' }
      : { name: detail.workspaceName, to: `/workspaces/${detail.workspaceId}` };
  useCrumbs(detail === undefined ? [{ name: 'Dashboard' }] : [workspace, { name: detail.name }]);
  return (
    <div className="az-page az-page-wide">
      <QueryView query={dashboard} skeleton={<Bones />} title="The dashboard could not be opened">
        {(data) => (
          <>
            <div className="az-page-head">
              <h1>{data.name}</h1>
              {data.canShare && (
                <div className="az-page-actions">
                  <Button appearance="primary" icon={<Share20Regular />} onClick={() => setSharing(true)}>
                    Share
                  </Button>
                </div>
              )}
            </div>
            <DashboardView dashboard={data} />
            {isSharing && <ShareDialog dashboard={data} onClose={() => setSharing(false)} />}
          </>
        )}
      </QueryView>
    </div>
  );
}

import { useParams } from 'react-router';
import { useDashboard } from '../../api/get-dashboard.ts';
import { DashboardBones, DashboardView } from '../../features/dashboard/dashboard-view.tsx';
import { ItemActions } from '../../features/share/item-actions.tsx';
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
              <ItemActions item={{ kind: 'dashboard', id: data.id, name: data.name }} canShare={data.canShare} />
            </div>
            <DashboardView dashboard={data} />
          </>
        )}
      </QueryView>
    </div>
  );
}

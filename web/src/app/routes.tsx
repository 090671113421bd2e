import { lazy } from 'react';
import { Route, Routes } from 'react-router';
import { Frame } from './frame/frame.tsx';
import { HomePage } from './pages/home-page.tsx';
import { NotFoundPage } from './pages/not-found-page.tsx';

const loadReport = () => import('./pages/report-page.tsx');
const loadDashboard = () => import('./pages/dashboard-page.tsx');
const loadCharts = () => import('../visuals/chart-view.tsx');

if (/^\/(reports|dashboards)\//.test(window.location.pathname)) {
  void loadCharts();
  void (window.location.pathname.startsWith('/reports/') ? loadReport() : loadDashboard());
}

/** Fetches what the next page will need while nobody waits for it. */
function preloadPages(): void {
  void loadReport();
  void loadDashboard();
  void loadCharts();
}

const ReportPage = lazy(loadReport);
const DashboardPage = lazy(loadDashboard);
const WorkspacePage = lazy(() => import('./pages/workspace-page.tsx'));
const PermissionsPage = lazy(() => import('./pages/permissions-page.tsx'));
const LinkPage = lazy(() => import('./pages/link-page.tsx'));
const SharedPage = lazy(() => import('./pages/shared-page.tsx'));

export function AppRoutes() {
  return (
    <Routes>
      <Route element={<Frame onIdle={preloadPages} />}>
        <Route index element={<HomePage />} />
        <Route path="auth/*" element={<HomePage />} />
        <Route path="shared" element={<SharedPage />} />
        <Route path="workspaces/:workspaceId" element={<WorkspacePage />} />
        <Route path="reports/:itemId/permissions" element={<PermissionsPage kind="report" />} />
        <Route path="dashboards/:itemId/permissions" element={<PermissionsPage kind="dashboard" />} />
        <Route path="datasets/:itemId/permissions" element={<PermissionsPage kind="model" />} />
        <Route path="links/:linkId" element={<LinkPage />} />
        <Route path="reports/:reportId/:pageName?" element={<ReportPage />} />
        <Route path="dashboards/:dashboardId" element={<DashboardPage />} />
        <Route path="*" element={<NotFoundPage />} />
      </Route>
    </Routes>
  );
}

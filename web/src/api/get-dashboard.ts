import { useQuery } from '@tanstack/react-query';
import { DashboardDetail } from '../../../shared/contract/azimuth.ts';
import { path } from './api.ts';
import { useApi } from './api-context.ts';
import { KEPT_FRESH } from './kept-fresh.ts';

export const dashboardKey = (dashboardId: string) => ['dashboard', dashboardId] as const;

export function useDashboard(dashboardId: string) {
  const api = useApi();
  return useQuery({
    queryKey: dashboardKey(dashboardId),
    queryFn: ({ signal }) => api.azimuth(path`/dashboards/${dashboardId}`, { answer: DashboardDetail, signal }),
    ...KEPT_FRESH,
  });
}

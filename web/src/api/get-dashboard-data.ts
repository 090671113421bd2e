import { useQuery } from '@tanstack/react-query';
import { DashboardData } from '../../../shared/contract/azimuth.ts';
import { path } from './api.ts';
import { useApi } from './api-context.ts';
import { KEPT_FRESH } from './kept-fresh.ts';

export const dashboardDataKey = (dashboardId: string) => ['dashboard-data', dashboardId] as const;

export function useDashboardData(dashboardId: string) {
  const api = useApi();
  return useQuery({
    queryKey: dashboardDataKey(dashboardId),
    queryFn: ({ signal }) => api.azimuth(path`/dashboards/${dashboardId}/data`, { answer: DashboardData, signal }),
    ...KEPT_FRESH,
  });
}

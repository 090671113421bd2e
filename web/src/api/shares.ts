import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { Shares } from '../../../shared/contract/azimuth.ts';
import { path } from './api.ts';
import { useApi } from './api-context.ts';

const sharesKey = (dashboardId: string) => ['shares', dashboardId] as const;

/** Who may see a dashboard by a share. */
export function useShares(dashboardId: string) {
  const api = useApi();
  return useQuery({
    queryKey: sharesKey(dashboardId),
    queryFn: ({ signal }) => api.azimuth(path`/dashboards/${dashboardId}/shares`, { answer: Shares, signal }),
  });
}

export function useAddShare(dashboardId: string) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (userId: string) =>
      api.azimuth(path`/dashboards/${dashboardId}/shares`, {
        method: 'POST',
        body: { userId, right: 'read' },
        answer: z.unknown(),
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: sharesKey(dashboardId) }),
  });
}

export function useRemoveShare(dashboardId: string) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (userId: string) =>
      api.azimuth(path`/dashboards/${dashboardId}/shares/${userId}`, { method: 'DELETE', answer: z.unknown() }),
    onSuccess: () => client.invalidateQueries({ queryKey: sharesKey(dashboardId) }),
  });
}

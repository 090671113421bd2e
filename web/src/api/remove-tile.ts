import { useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { path } from './api.ts';
import { useApi } from './api-context.ts';
import { dashboardKey } from './get-dashboard.ts';

export function useRemoveTile(dashboardId: string) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (tileId: string) =>
      api.azimuth(path`/dashboards/${dashboardId}/tiles/${tileId}`, { method: 'DELETE', answer: z.unknown() }),
    onSuccess: () => client.invalidateQueries({ queryKey: dashboardKey(dashboardId) }),
  });
}

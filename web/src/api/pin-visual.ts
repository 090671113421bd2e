import { useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import type { PinRequest } from '../../../shared/contract/azimuth.ts';
import { path } from './api.ts';
import { useApi } from './api-context.ts';
import { dashboardKey } from './get-dashboard.ts';
import { dashboardDataKey } from './get-dashboard-data.ts';

export function usePinVisual() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ dashboardId, pin }: { dashboardId: string; pin: PinRequest }) =>
      api.azimuth(path`/dashboards/${dashboardId}/tiles`, { method: 'POST', body: pin, answer: z.unknown() }),
    onSuccess: (_, { dashboardId }) =>
      Promise.all([
        client.invalidateQueries({ queryKey: dashboardKey(dashboardId) }),
        client.invalidateQueries({ queryKey: dashboardDataKey(dashboardId) }),
      ]),
  });
}

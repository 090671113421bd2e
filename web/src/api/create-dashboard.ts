import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Dashboard } from '../../../shared/contract/power-bi.ts';
import { path } from './api.ts';
import { useApi } from './api-context.ts';
import { homeKey } from './get-home.ts';
import { workspaceItemsKey } from './get-workspace-items.ts';

export function useCreateDashboard(workspaceId: string) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) =>
      api.powerBi(path`/groups/${workspaceId}/dashboards`, { method: 'POST', body: { name }, answer: Dashboard }),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: homeKey }),
        client.invalidateQueries({ queryKey: workspaceItemsKey(workspaceId) }),
      ]),
  });
}

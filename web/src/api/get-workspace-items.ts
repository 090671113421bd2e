import { useQuery } from '@tanstack/react-query';
import { WorkspaceItems } from '../../../shared/contract/azimuth.ts';
import { path } from './api.ts';
import { useApi } from './api-context.ts';

export const workspaceItemsKey = (workspaceId: string) => ['workspace-items', workspaceId] as const;

export function useWorkspaceItems(workspaceId: string, isWanted = true) {
  const api = useApi();
  return useQuery({
    queryKey: workspaceItemsKey(workspaceId),
    queryFn: ({ signal }) => api.azimuth(path`/workspaces/${workspaceId}/items`, { answer: WorkspaceItems, signal }),
    enabled: isWanted,
  });
}

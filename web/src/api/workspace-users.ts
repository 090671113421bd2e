import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import type { WorkspaceSummary } from '../../../shared/contract/azimuth.ts';
import { GroupUser, listOf } from '../../../shared/contract/power-bi.ts';
import { path } from './api.ts';
import { useApi } from './api-context.ts';

const usersKey = (workspaceId: string) => ['workspace-users', workspaceId] as const;
export type WorkspaceUser = z.infer<typeof GroupUser>;

/** The people of a workspace with their roles. */
export function useWorkspaceUsers(workspaceId: string) {
  const api = useApi();
  return useQuery({
    queryKey: usersKey(workspaceId),
    queryFn: ({ signal }) => api.powerBi(path`/groups/${workspaceId}/users`, { answer: listOf(GroupUser), signal }),
  });
}

type NewUser = { readonly objectId: string; readonly role: WorkspaceSummary['role'] };

export function useAddWorkspaceUser(workspaceId: string) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ objectId, role }: NewUser) =>
      api.powerBi(path`/groups/${workspaceId}/users`, {
        method: 'POST',
        body: { identifier: objectId, principalType: 'User', groupUserAccessRight: role },
        answer: z.unknown(),
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: usersKey(workspaceId) }),
  });
}

export function useRemoveWorkspaceUser(workspaceId: string) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (identifier: string) =>
      api.powerBi(path`/groups/${workspaceId}/users/${identifier}`, { method: 'DELETE', answer: z.unknown() }),
    onSuccess: () => client.invalidateQueries({ queryKey: usersKey(workspaceId) }),
  });
}

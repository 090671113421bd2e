import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import type { Person, WorkspaceSummary } from '../../../shared/contract/azimuth.ts';
import { GroupUser, listOf } from '../../../shared/contract/power-bi.ts';
import { path } from './api.ts';
import { useApi } from './api-context.ts';

const usersKey = (workspaceId: string) => ['workspace-users', workspaceId] as const;
export type WorkspaceUser = z.infer<typeof GroupUser>;

/** The people, groups and applications of a workspace with their roles. */
export function useWorkspaceUsers(workspaceId: string) {
  const api = useApi();
  return useQuery({
    queryKey: usersKey(workspaceId),
    queryFn: ({ signal }) => api.powerBi(path`/groups/${workspaceId}/users`, { answer: listOf(GroupUser), signal }),
  });
}

type NewUser = { readonly principal: Person; readonly role: WorkspaceSummary['role'] };

/** Power BI's word for what something of the directory is; to it a guest is a user. */
const PRINCIPAL_TYPE = { user: 'User', guest: 'User', group: 'Group', service: 'App' } as const;

export function useAddWorkspaceUser(workspaceId: string) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ principal, role }: NewUser) =>
      api.powerBi(path`/groups/${workspaceId}/users`, {
        method: 'POST',
        body: {
          identifier: principal.objectId,
          principalType: PRINCIPAL_TYPE[principal.kind],
          groupUserAccessRight: role,
        },
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

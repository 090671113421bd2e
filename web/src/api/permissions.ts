import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { AddedPermissions, type AddPermissionsRequest, ItemPermissions } from '../../../shared/contract/azimuth.ts';
import { path } from './api.ts';
import { useApi } from './api-context.ts';
import { type ItemRef, itemPath } from './item-path.ts';

const permissionsKey = ({ kind, id }: ItemRef) => ['permissions', kind, id] as const;

/** Who is on record for an item, and what the caller may give. */
export function usePermissions(item: ItemRef) {
  const api = useApi();
  return useQuery({
    queryKey: permissionsKey(item),
    queryFn: ({ signal }) => api.azimuth(`${itemPath(item)}/permissions`, { answer: ItemPermissions, signal }),
  });
}

export function useAddPermissions(item: ItemRef) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: AddPermissionsRequest) =>
      api.azimuth(`${itemPath(item)}/permissions`, { method: 'POST', body, answer: AddedPermissions }),
    // What was given on a report may have been given on its model as well.
    onSuccess: () => client.invalidateQueries({ queryKey: ['permissions'] }),
  });
}

type Removal = { readonly principalId: string; readonly withModel: boolean };

export function useRemovePermission(item: ItemRef) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ principalId, withModel }: Removal) =>
      api.azimuth(`${itemPath(item)}${path`/permissions/${principalId}`}${withModel ? '?withModel=true' : ''}`, {
        method: 'DELETE',
        answer: z.unknown(),
      }),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['permissions'] }),
        client.invalidateQueries({ queryKey: ['access'] }),
        // Links that named them no longer do.
        client.invalidateQueries({ queryKey: ['links'] }),
      ]),
  });
}

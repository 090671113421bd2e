import { useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import type { ItemSummary } from '../../../shared/contract/azimuth.ts';
import { path } from './api.ts';
import { useApi } from './api-context.ts';
import { homeKey } from './get-home.ts';
import { workspaceItemsKey } from './get-workspace-items.ts';
import { COLLECTION } from './item-path.ts';

export function useDeleteItem() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (item: ItemSummary) =>
      api.powerBi(path`/groups/${item.workspaceId}/${COLLECTION[item.kind]}/${item.id}`, {
        method: 'DELETE',
        answer: z.unknown(),
      }),
    onSuccess: (_, item) =>
      Promise.all([
        client.invalidateQueries({ queryKey: homeKey }),
        client.invalidateQueries({ queryKey: workspaceItemsKey(item.workspaceId) }),
      ]),
  });
}

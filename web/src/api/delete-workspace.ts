import { useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { path } from './api.ts';
import { useApi } from './api-context.ts';
import { homeKey } from './get-home.ts';

export function useDeleteWorkspace() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (workspaceId: string) =>
      api.powerBi(path`/groups/${workspaceId}`, { method: 'DELETE', answer: z.unknown() }),
    onSuccess: () => client.invalidateQueries({ queryKey: homeKey }),
  });
}

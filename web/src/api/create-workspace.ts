import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Group } from '../../../shared/contract/power-bi.ts';
import { useApi } from './api-context.ts';
import { homeKey } from './get-home.ts';

export function useCreateWorkspace() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => api.powerBi('/groups', { method: 'POST', body: { name }, answer: Group }),
    onSuccess: () => client.invalidateQueries({ queryKey: homeKey }),
  });
}

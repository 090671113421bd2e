import { useQuery } from '@tanstack/react-query';
import { AccessExplanation } from '../../../shared/contract/azimuth.ts';
import { path } from './api.ts';
import { useApi } from './api-context.ts';
import { type ItemRef, itemPath } from './item-path.ts';

/** What somebody may do with an item, and why; `me` is oneself. */
export function useAccess(item: ItemRef, principalId: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['access', item.kind, item.id, principalId],
    queryFn: ({ signal }) =>
      api.azimuth(itemPath(item) + path`/access/${principalId}`, { answer: AccessExplanation, signal }),
    staleTime: 0,
  });
}

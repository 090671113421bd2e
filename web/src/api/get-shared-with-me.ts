import { useQuery } from '@tanstack/react-query';
import { SharedWithMe } from '../../../shared/contract/azimuth.ts';
import { useApi } from './api-context.ts';

export const sharedWithMeKey = ['shared-with-me'] as const;

export function useSharedWithMe() {
  const api = useApi();
  return useQuery({
    queryKey: sharedWithMeKey,
    queryFn: ({ signal }) => api.azimuth('/shared-with-me', { answer: SharedWithMe, signal }),
  });
}

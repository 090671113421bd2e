import { useQuery } from '@tanstack/react-query';
import { Me } from '../../../shared/contract/azimuth.ts';
import { useApi } from './api-context.ts';

/** Who is signed in, as the service knows them. */
export function useMe() {
  const api = useApi();
  return useQuery({
    queryKey: ['me'],
    queryFn: ({ signal }) => api.azimuth('/me', { answer: Me, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

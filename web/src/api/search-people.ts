import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { People } from '../../../shared/contract/azimuth.ts';
import { useApi } from './api-context.ts';

/** People, groups and applications of the whole directory whose name or address begins like the text. */
export function usePeople(search: string) {
  const api = useApi();
  const text = search.trim();
  return useQuery({
    queryKey: ['people', text],
    queryFn: ({ signal }) => api.azimuth(`/people?search=${encodeURIComponent(text)}`, { answer: People, signal }),
    enabled: text !== '',
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}

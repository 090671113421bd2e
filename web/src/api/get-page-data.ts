import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { PageData, type PageDataRequest } from '../../../shared/contract/azimuth.ts';
import { path } from './api.ts';
import { useApi } from './api-context.ts';

export type Interactions = NonNullable<PageDataRequest['interactions']>;

/** The answers of all visuals of a page in one call. While new ones are fetched the old ones stay. */
export function usePageData(reportId: string, pageName: string, interactions: Interactions) {
  const api = useApi();
  return useQuery({
    queryKey: ['page-data', reportId, pageName, interactions],
    queryFn: ({ signal }) =>
      api.azimuth(path`/reports/${reportId}/pages/${pageName}/data`, {
        method: 'POST',
        body: { interactions },
        answer: PageData,
        signal,
      }),
    placeholderData: (previous, query) =>
      query?.queryKey[1] === reportId && query.queryKey[2] === pageName ? keepPreviousData(previous) : undefined,
    enabled: pageName !== '',
  });
}

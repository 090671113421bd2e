import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { CreatedLink, type CreateLinkRequest, Links } from '../../../shared/contract/azimuth.ts';
import { path } from './api.ts';
import { useApi } from './api-context.ts';

const linksKey = (reportId: string) => ['links', reportId] as const;

/** The sharing links of a report. */
export function useLinks(reportId: string) {
  const api = useApi();
  return useQuery({
    queryKey: linksKey(reportId),
    queryFn: ({ signal }) => api.azimuth(path`/reports/${reportId}/links`, { answer: Links, signal }),
  });
}

export function useCreateLink(reportId: string) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: CreateLinkRequest) =>
      api.azimuth(path`/reports/${reportId}/links`, { method: 'POST', body, answer: CreatedLink }),
    onSuccess: () => client.invalidateQueries({ queryKey: linksKey(reportId) }),
  });
}

export function useDeleteLink(reportId: string) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (linkId: string) =>
      api.azimuth(path`/reports/${reportId}/links/${linkId}`, { method: 'DELETE', answer: z.unknown() }),
    // What was gained by the link goes with it.
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: linksKey(reportId) }),
        client.invalidateQueries({ queryKey: ['permissions'] }),
        client.invalidateQueries({ queryKey: ['access'] }),
      ]),
  });
}

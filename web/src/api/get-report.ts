import { useQuery } from '@tanstack/react-query';
import { ReportDetail } from '../../../shared/contract/azimuth.ts';
import { path } from './api.ts';
import { useApi } from './api-context.ts';

export function useReport(reportId: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['report', reportId],
    queryFn: ({ signal }) => api.azimuth(path`/reports/${reportId}`, { answer: ReportDetail, signal }),
  });
}

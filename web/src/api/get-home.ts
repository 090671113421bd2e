import { useQuery } from '@tanstack/react-query';
import { Home } from '../../../shared/contract/azimuth.ts';
import { useApi } from './api-context.ts';

export const homeKey = ['home'] as const;

/** Workspaces, what was used lately and what others shared: the first screen and the navigation. */
export function useHome() {
  const api = useApi();
  return useQuery({ queryKey: homeKey, queryFn: ({ signal }) => api.azimuth('/home', { answer: Home, signal }) });
}

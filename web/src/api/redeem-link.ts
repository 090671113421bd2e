import { useQuery, useQueryClient } from '@tanstack/react-query';
import { RedeemedLink } from '../../../shared/contract/azimuth.ts';
import { path } from './api.ts';
import { useApi } from './api-context.ts';
import { homeKey } from './get-home.ts';
import { sharedWithMeKey } from './get-shared-with-me.ts';

/**
 * Redeems a link when its page opens. To redeem one again changes nothing, so this is asked like a question: once for
 * each visit, and again where no answer came.
 */
export function useRedeemedLink(linkId: string) {
  const api = useApi();
  const client = useQueryClient();
  return useQuery({
    queryKey: ['redeemed-link', linkId],
    queryFn: async ({ signal }) => {
      const call = { method: 'POST', answer: RedeemedLink, signal } as const;
      const redeemed = await api.azimuth(path`/links/${linkId}/redeem`, call);
      if (redeemed.gained) {
        void client.invalidateQueries({ queryKey: homeKey });
        void client.invalidateQueries({ queryKey: sharedWithMeKey });
      }
      return redeemed;
    },
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
}

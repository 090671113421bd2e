import { useMutation } from '@tanstack/react-query';
import { path } from './api.ts';
import { useApi } from './api-context.ts';
import type { Interactions } from './get-page-data.ts';

type Export = {
  readonly reportId: string;
  readonly pageName: string;
  readonly visualName: string;
  readonly interactions: Interactions;
};

/** The rows behind one visual as a CSV file, filtered by what is picked on the page. */
export function useExportVisual() {
  const api = useApi();
  return useMutation({
    mutationFn: ({ reportId, pageName, visualName, interactions }: Export) =>
      api.file(path`/reports/${reportId}/pages/${pageName}/visuals/${visualName}/export`, {
        method: 'POST',
        body: { interactions },
      }),
  });
}

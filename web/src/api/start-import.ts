import { z } from 'zod';
import { type Api, path } from './api.ts';

const Started = z.object({ id: z.string() });

/** Asks the service to read an uploaded file. The file's name, extension included, tells its kind. */
export function startImport(api: Api, workspaceId: string, fileName: string, fileUrl: string, signal: AbortSignal) {
  const query = `?datasetDisplayName=${encodeURIComponent(fileName)}`;
  return api.powerBi(path`/groups/${workspaceId}/imports` + query, {
    method: 'POST',
    body: { fileUrl },
    answer: Started,
    signal,
  });
}

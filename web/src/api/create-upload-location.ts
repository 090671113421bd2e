import { TemporaryUploadLocation } from '../../../shared/contract/power-bi.ts';
import { type Api, path } from './api.ts';

/** A place in blob storage to which one file may be written for a short time. */
export function createUploadLocation(api: Api, workspaceId: string, signal: AbortSignal) {
  return api.powerBi(path`/groups/${workspaceId}/imports/createTemporaryUploadLocation`, {
    method: 'POST',
    answer: TemporaryUploadLocation,
    signal,
  });
}

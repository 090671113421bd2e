import { Import } from '../../../shared/contract/power-bi.ts';
import { type Api, path } from './api.ts';

export function getImport(api: Api, workspaceId: string, importId: string, signal: AbortSignal) {
  return api.powerBi(path`/groups/${workspaceId}/imports/${importId}`, { answer: Import, signal });
}

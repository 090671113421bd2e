import type { Importer } from '../access/importer.ts';
import type { Activity } from '../audit/activity.ts';
import type { Act, Import } from '../catalog/ports.ts';

/**
 * What an import does in the name of who asked for it, after their request has ended: the import's own id stands for the
 * request, and there is no address that it came from. Someone whom the directory no longer has is a user without a name.
 */
export function importAct(row: Import, importer: Importer, activity: Activity): Act {
  return {
    once: undefined,
    by: {
      objectId: row.requestedBy,
      kind: importer?.account.kind ?? 'user',
      signInName: importer?.account.signInName ?? '',
      requestId: row.id,
      clientIp: '',
      userAgent: '',
    },
    activity,
  };
}

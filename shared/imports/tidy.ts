import { ACTIVITY_KEPT_MS } from '../audit/activity-window.ts';
import type { Metadata } from '../catalog/ports.ts';
import type { ImportId, TenantId } from '../domain/ids.ts';
import type { Intake, ModelBlobs } from './ports.ts';

const BATCH = 50;

/** Takes up imports that nobody works on: the instance that had them was stopped, or the call that starts them was lost. */
export async function idleImports(
  metadata: Metadata,
  now: Date,
): Promise<readonly { tenantId: TenantId; importId: ImportId }[]> {
  return metadata.system.idleImports(now.toISOString(), BATCH);
}

/**
 * Deletes blobs that no row refers to any more, and forgets what has expired and what the activity log no longer keeps. A blob that cannot go now goes later: it
 * keeps nothing else from being tidied up, and fails the call at its end.
 */
export async function tidyUp(
  deps: { readonly metadata: Metadata; readonly intake: Intake; readonly blobs: ModelBlobs },
  now: Date,
): Promise<{ readonly blobs: number; readonly rows: number }> {
  const { system } = deps.metadata;
  await system.discardExpiredUploads(now.toISOString());
  const expired = await system.forgetExpired(now.toISOString());
  const events = await system.forgetActivity(new Date(now.getTime() - ACTIVITY_KEPT_MS).toISOString());
  const garbage = await system.garbage(BATCH);
  const failures: unknown[] = [];
  for (const blob of garbage) {
    try {
      await (blob.account === 'intake' ? deps.intake : deps.blobs).remove(blob.blobName);
      await system.forgetGarbage(blob);
    } catch (thrown) {
      failures.push(thrown);
    }
  }
  if (failures.length > 0) {
    throw new AggregateError(failures, `${failures.length} of ${garbage.length} blobs could not be deleted.`);
  }
  return { blobs: garbage.length, rows: expired + events };
}

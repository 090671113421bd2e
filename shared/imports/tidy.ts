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

/** Deletes blobs that no row refers to any more, and forgets what has expired. A blob that cannot go now goes later. */
export async function tidyUp(
  deps: { readonly metadata: Metadata; readonly intake: Intake; readonly blobs: ModelBlobs },
  now: Date,
): Promise<{ readonly blobs: number; readonly rows: number }> {
  let blobs = 0;
  await deps.metadata.system.discardExpiredUploads(now.toISOString());
  for (const blob of await deps.metadata.system.garbage(BATCH)) {
    await (blob.account === 'intake' ? deps.intake : deps.blobs).remove(blob.blobName);
    await deps.metadata.system.forgetGarbage(blob);
    blobs += 1;
  }
  return { blobs, rows: await deps.metadata.system.forgetExpired(now.toISOString()) };
}

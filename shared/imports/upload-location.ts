import type { Act, Metadata, Upload } from '../catalog/ports.ts';
import type { WorkspaceGrant } from '../domain/grants.ts';
import { newId } from '../domain/ids.ts';
import type { Caller } from '../domain/principal.ts';
import type { Intake } from './ports.ts';

/** How long one may take from asking for a place to the end of the upload. */
const LIFE_MS = 60 * 60 * 1000;

/** A place for one file: the blob's name is random below the tenant's prefix, never a user's text (I-09). */
export async function createUploadLocation(
  deps: { readonly metadata: Metadata; readonly intake: Intake; readonly now: () => Date },
  caller: Caller,
  grant: WorkspaceGrant,
  act: Act,
): Promise<{ readonly url: string; readonly expiresAt: string }> {
  const created = deps.now();
  const expires = new Date(created.getTime() + LIFE_MS);
  const upload: Upload = {
    id: newId(),
    workspaceId: grant.workspaceId,
    requestedBy: caller.objectId,
    blobName: `${grant.tenantId}/${crypto.randomUUID()}`,
    createdAt: created.toISOString(),
    expiresAt: expires.toISOString(),
  };
  const url = await deps.intake.writeAddress(upload.blobName, expires);
  await deps.metadata.write(grant.tenantId, act, (stores) => stores.uploads.create(upload));
  return { url, expiresAt: upload.expiresAt };
}

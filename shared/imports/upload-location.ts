import type { Act, Metadata } from '../catalog/ports.ts';
import type { WorkspaceGrant } from '../domain/grants.ts';
import type { Caller } from '../domain/principal.ts';
import type { Intake } from './ports.ts';
import { newUpload } from './receive-upload.ts';

/** How long one may take from asking for a place to the end of the upload. */
const LIFE_MS = 60 * 60 * 1000;

/** A place for one file, and an address to put it there. */
export async function createUploadLocation(
  deps: { readonly metadata: Metadata; readonly intake: Intake; readonly now: () => Date },
  caller: Caller,
  grant: WorkspaceGrant,
  act: Act,
): Promise<{ readonly url: string; readonly expiresAt: string }> {
  const upload = newUpload(caller, grant, deps.now(), LIFE_MS);
  const expires = new Date(upload.expiresAt);
  const url = await deps.intake.writeAddress(upload.blobName, expires);
  await deps.metadata.write(grant.tenantId, act, (stores) => stores.uploads.create(upload));
  return { url, expiresAt: upload.expiresAt };
}

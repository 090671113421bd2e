import type { Act, Metadata, Upload } from '../catalog/ports.ts';
import type { WorkspaceGrant } from '../domain/grants.ts';
import { newId } from '../domain/ids.ts';
import type { Caller } from '../domain/principal.ts';
import { findTarget } from './find-target.ts';
import type { Intake } from './ports.ts';
import type { FileToImport } from './start-import.ts';
import { uploadKindOf } from './upload-kind.ts';

export type ReceiveDeps = {
  readonly metadata: Metadata;
  readonly intake: Intake;
  readonly uploadLimit: number;
  readonly now: () => Date;
};

/** What is received and never imported goes after this. */
const KEPT_MS = 60 * 60 * 1000;

/**
 * Stores a file that comes with the request itself, as if it had been put to an address of the intake account, and
 * answers the blob's name. What would be refused anyway is refused before the bytes are taken.
 */
export async function receiveUpload(
  { metadata, intake, uploadLimit, now }: ReceiveDeps,
  caller: Caller,
  grant: WorkspaceGrant,
  { name, onConflict }: Pick<FileToImport, 'name' | 'onConflict'>,
  bytes: AsyncIterable<Uint8Array>,
  act: Act,
  signal: AbortSignal,
): Promise<string> {
  const upload = newUpload(caller, grant, now(), KEPT_MS);
  const kind = uploadKindOf(name);
  // The act itself is used up by the import that begins when the file is there.
  await metadata.write(grant.tenantId, { ...act, once: undefined, activity: undefined }, async (stores) => {
    await findTarget(stores, grant.workspaceId, kind.name, onConflict);
    await stores.uploads.create(upload);
  });
  await intake.upload(upload.blobName, bytes, uploadLimit, signal);
  return upload.blobName;
}

/** A place for one file: the blob's name is random below the tenant's prefix, never a user's text (I-09). */
export function newUpload(caller: Caller, grant: WorkspaceGrant, created: Date, lifeMs: number): Upload {
  return {
    id: newId(),
    workspaceId: grant.workspaceId,
    requestedBy: caller.objectId,
    blobName: `${grant.tenantId}/${crypto.randomUUID()}`,
    createdAt: created.toISOString(),
    expiresAt: new Date(created.getTime() + lifeMs).toISOString(),
  };
}

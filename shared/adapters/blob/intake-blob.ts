import { Readable } from 'node:stream';
import {
  BlobSASPermissions,
  type BlobServiceClient,
  generateBlobSASQueryParameters,
  SASProtocol,
  type UserDelegationKey,
} from '@azure/storage-blob';
import { Fault } from '../../domain/faults.ts';
import type { Intake } from '../../imports/ports.ts';
import { isBlobMissing } from './blob-missing.ts';
import { asStoreTrouble, orStoreTrouble } from './store-trouble.ts';

/** The container of the intake account that uploads go to. */
export const UPLOADS_CONTAINER = 'uploads';

/** Signed into each address; the emulator may be older than the library, so the version is pinned. */
const SAS_VERSION = '2025-07-05';
const KEY_LIFE_MS = 6 * 3600 * 1000;
const PIECE_BYTES = 4 * 1024 * 1024;
const PIECES_AT_ONCE = 2;
const CLOCK_SKEW_MS = 5 * 60 * 1000;

export type IntakeOptions = {
  readonly client: BlobServiceClient;
  /** Where clients reach the account, through the edge; no slash at the end. */
  readonly publicUrl: string;
  readonly now: () => Date;
};

/**
 * The intake account over Blob. Addresses are user-delegation SAS: signed by a key that the managed identity is given,
 * for one blob, create and write only, HTTPS unless the public address is a local one (I-08).
 */
export function createBlobIntake({ client, publicUrl, now }: IntakeOptions): Intake {
  const container = client.getContainerClient(UPLOADS_CONTAINER);
  const delegationKey = createDelegationKeys(client, now);
  const protocol = publicUrl.startsWith('https:') ? SASProtocol.Https : SASProtocol.HttpsAndHttp;
  const prefix = `${publicUrl}/${UPLOADS_CONTAINER}/`;
  return {
    async writeAddress(blobName, expiresAt) {
      const query = generateBlobSASQueryParameters(
        {
          containerName: UPLOADS_CONTAINER,
          blobName,
          permissions: BlobSASPermissions.from({ create: true, write: true }),
          startsOn: new Date(now().getTime() - CLOCK_SKEW_MS),
          expiresOn: expiresAt,
          protocol,
          version: SAS_VERSION,
        },
        await orStoreTrouble(delegationKey()),
        client.accountName,
      );
      return `${prefix}${blobName}?${query.toString()}`;
    },
    blobOfAddress(address) {
      const path = address.split('?')[0] ?? '';
      const name = path.startsWith(prefix) ? path.slice(prefix.length) : '';
      return /^[0-9a-f-]{36}\/[0-9a-f-]{36}$/.test(name) ? name : undefined;
    },
    async size(blobName) {
      const found = await container
        .getBlobClient(blobName)
        .getProperties()
        .catch((thrown: unknown) => {
          if (isBlobMissing(thrown)) return undefined;
          throw asStoreTrouble(thrown);
        });
      return found?.contentLength;
    },
    async download(blobName, path, signal) {
      await orStoreTrouble(
        container.getBlobClient(blobName).downloadToFile(path, 0, undefined, { abortSignal: signal }),
      );
    },
    async upload(blobName, bytes, limit, signal) {
      const stream = Readable.from(atMost(bytes, limit));
      const blob = container.getBlockBlobClient(blobName);
      const options = { abortSignal: signal, conditions: { ifNoneMatch: '*' } };
      await orStoreTrouble(blob.uploadStream(stream, PIECE_BYTES, PIECES_AT_ONCE, options));
    },
    async remove(blobName) {
      await orStoreTrouble(container.getBlobClient(blobName).deleteIfExists());
    },
  };
}

/** A blob that is refused half-way is never there: its pieces are put together at the end. */
async function* atMost(bytes: AsyncIterable<Uint8Array>, limit: number): AsyncGenerator<Uint8Array> {
  let total = 0;
  for await (const piece of bytes) {
    total += piece.byteLength;
    if (total > limit) throw new Fault('upload-too-large', { limitBytes: limit, actualBytes: total });
    yield piece;
  }
}

/** One delegation key for some hours; concurrent calls share one request. */
function createDelegationKeys(client: BlobServiceClient, now: () => Date): () => Promise<UserDelegationKey> {
  let current: { readonly key: Promise<UserDelegationKey>; readonly renewAt: number } | undefined;
  return () => {
    const at = now().getTime();
    if (current === undefined || current.renewAt <= at) {
      const key = client.getUserDelegationKey(new Date(at - CLOCK_SKEW_MS), new Date(at + KEY_LIFE_MS));
      current = { key, renewAt: at + KEY_LIFE_MS / 2 };
      key.catch(() => {
        current = undefined;
      });
    }
    return current.key;
  };
}

import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ManagedIdentityCredential } from '@azure/identity';
import { BlobServiceClient } from '@azure/storage-blob';

/** A Blob account reached as the role's managed identity. There is no key and no connection string. */
export function blobClient(accountUrl: string, credential: ManagedIdentityCredential): BlobServiceClient {
  return new BlobServiceClient(accountUrl, credential, { retryOptions: { maxTries: 4, maxRetryDelayInMs: 5000 } });
}

/** A folder for this process alone, below the configured one or the system's place for temporary files. */
export async function ownFolder(base: string | undefined, name: string): Promise<string> {
  const parent = base ?? tmpdir();
  await mkdir(parent, { recursive: true });
  return mkdtemp(join(parent, `azimuth-${name}-`));
}

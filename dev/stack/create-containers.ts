import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import type { ServiceIdentity } from '../identity-endpoint/service-identities.ts';
import { StackFailure } from './stack-failure.ts';

/** The containers of the data account, and of a copy of it: models and tile results. */
export const DATA_CONTAINERS = ['models', 'tiles'] as const;
const VERSION = '2025-07-05';

/** A token for Blob of one of the stack's own identities, as its managed-identity endpoint gives it. */
export async function storageToken(managedIdentity: number, identity: ServiceIdentity): Promise<string> {
  const query = 'api-version=2019-08-01&resource=https%3A%2F%2Fstorage.azure.com';
  const response = await fetch(`http://127.0.0.1:${managedIdentity}/msi/token?${query}`, {
    headers: { 'x-identity-header': identity.header },
  });
  const body: unknown = await response.json();
  if (typeof body === 'object' && body !== null && 'access_token' in body) return String(body.access_token);
  throw new StackFailure('The local managed-identity endpoint gave no token.');
}

function createContainer(port: number, path: string, token: string, ca: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = request(
      {
        host: '127.0.0.1',
        port,
        method: 'PUT',
        path: `/${path}?restype=container`,
        ca,
        agent: false,
        headers: { authorization: `Bearer ${token}`, 'x-ms-version': VERSION, 'content-length': 0 },
      },
      (response) => {
        response.resume();
        response.once('end', () => resolve(response.statusCode ?? 0));
      },
    );
    call.once('error', reject);
    call.end();
  });
}

type Store = { readonly port: number; readonly managedIdentity: number; readonly caFile: string };

/**
 * Makes the containers that a deployment's templates make, where they are missing: uploads in the intake account, and what
 * each of `dataAccounts` needs. By the stack's own managed identity; no account key is used.
 */
export async function createContainers(
  { port, managedIdentity, caFile }: Store,
  identity: ServiceIdentity,
  dataAccounts: readonly string[],
): Promise<void> {
  const [token, ca] = [await storageToken(managedIdentity, identity), readFileSync(caFile)];
  const ofData = dataAccounts.flatMap((account) => DATA_CONTAINERS.map((name) => `${account}/${name}`));
  for (const path of ['intake/uploads', ...ofData]) {
    const status = await createContainer(port, path, token, ca);
    if (status !== 201 && status !== 409) throw new StackFailure(`The blob container ${path} was refused (${status}).`);
  }
}

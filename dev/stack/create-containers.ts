import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import type { ServiceIdentity } from '../identity-endpoint/service-identities.ts';
import type { StackPorts } from './stack-addresses.ts';
import { StackFailure } from './stack-failure.ts';

/** The containers that a deployment's templates make: uploads in the intake account; models and tile results in the data account. */
const CONTAINERS = ['intake/uploads', 'data/models', 'data/tiles'] as const;
const VERSION = '2025-07-05';

async function storageToken(ports: StackPorts, identity: ServiceIdentity): Promise<string> {
  const query = 'api-version=2019-08-01&resource=https%3A%2F%2Fstorage.azure.com';
  const response = await fetch(`http://127.0.0.1:${ports.managedIdentity}/msi/token?${query}`, {
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

/** Makes the blob containers where they are missing, by the stack's own managed identity; no account key is used. */
export async function createContainers(ports: StackPorts, identity: ServiceIdentity, caFile: string): Promise<void> {
  const [token, ca] = [await storageToken(ports, identity), readFileSync(caFile)];
  for (const path of CONTAINERS) {
    const status = await createContainer(ports.blob, path, token, ca);
    if (status !== 201 && status !== 409) throw new StackFailure(`The blob container ${path} was refused (${status}).`);
  }
}

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { BlobSASPermissions, BlobServiceClient, generateBlobSASQueryParameters } from '@azure/storage-blob';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Stack, startStack } from '../../dev/stack/start-stack.ts';

/**
 * How the product reaches Blob locally: by a managed identity's token over https, and for uploads by a write-only
 * user-delegation SAS of one blob. The SAS version is pinned, so that a newer SDK does not outrun the emulator.
 */
const SAS_VERSION = '2025-07-05';
const root = fileURLToPath(new URL('../..', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'azimuth-blob-'));
let stack: Stack;
let ca: string;

beforeAll(async () => {
  stack = await startStack({
    home,
    port: 0,
    roles: 'none',
    programs: { host: '', edge: join(root, 'edge/main.ts') },
    fixedPorts: { blob: 0, identity: 0, managedIdentity: 0, roles: 1 },
  });
  ca = readFileSync(join(home, 'tls/ca.pem'), 'utf8');
  setDefaultCACertificates([...getCACertificates('default'), ca]);
}, 40_000);
afterAll(async () => {
  await stack?.stop();
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
});

async function storageToken(): Promise<string> {
  const query = 'api-version=2019-08-01&resource=https://storage.azure.com';
  const answer = await fetch(`http://127.0.0.1:${stack.ports.managedIdentity}/msi/token?${query}`, {
    headers: { 'x-identity-header': 'local' },
  });
  return String(JSON.parse(await answer.text()).access_token);
}

/** A client as the product makes it, whose processes are told the certificate by NODE_EXTRA_CA_CERTS. */
function client(account: string, token: () => Promise<string>): BlobServiceClient {
  const credential = { getToken: async () => ({ token: await token(), expiresOnTimestamp: Date.now() + 3_000_000 }) };
  return new BlobServiceClient(`https://127.0.0.1:${stack.ports.blob}/${account}`, credential);
}

async function uploadUrl(blobName: string, permissions: string): Promise<string> {
  const service = client('intake', storageToken);
  const startsOn = new Date(Date.now() - 60_000);
  const expiresOn = new Date(Date.now() + 600_000);
  const key = await service.getUserDelegationKey(startsOn, expiresOn);
  const sas = generateBlobSASQueryParameters(
    {
      containerName: 'uploads',
      blobName,
      permissions: BlobSASPermissions.parse(permissions),
      startsOn,
      expiresOn,
      version: SAS_VERSION,
    },
    key,
    'intake',
  );
  return `${stack.url}/intake/uploads/${encodeURIComponent(blobName)}?${sas}`;
}

function put(url: string, content: string): Promise<Response> {
  return fetch(url, { method: 'PUT', headers: { 'x-ms-blob-type': 'BlockBlob' }, body: content });
}

describe('the local blob store', () => {
  test('takes an upload by a plain HTTP client through the edge, and gives it to a managed identity', async () => {
    const url = await uploadUrl('ä b.csv', 'cw');
    expect((await put(url, 'a,b\n1,2\n')).status).toBe(201);
    const blob = client('intake', storageToken).getContainerClient('uploads').getBlobClient('ä b.csv');
    expect((await blob.downloadToBuffer()).toString()).toBe('a,b\n1,2\n');
  });

  test('lets the holder of an upload address neither read, nor delete, nor write elsewhere', async () => {
    const url = await uploadUrl('mine.csv', 'cw');
    expect((await put(url, 'x')).status).toBe(201);
    expect((await put(url.replace('mine.csv', 'other.csv'), 'x')).status).toBe(403);
    expect((await put(url.replace(/sp=cw/, 'sp=racwd'), 'x')).status).toBe(403);
    const direct = url.replace(stack.url, '');
    for (const method of ['GET', 'DELETE']) expect(await atEmulator(method, direct)).toBe(403);
  });

  test('refuses whoever brings no token', async () => {
    expect(await atEmulator('GET', '/data/models?restype=container&comp=list')).toBe(403);
  });

  test('has the containers that a deployment makes, in two accounts', async () => {
    const names = async (account: string) => {
      const found: string[] = [];
      for await (const { name } of client(account, storageToken).listContainers()) found.push(name);
      return found;
    };
    expect([await names('intake'), await names('data')]).toEqual([['uploads'], ['models', 'tiles']]);
  });
});

function atEmulator(method: string, path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = { 'x-ms-version': SAS_VERSION };
    const call = request(
      { host: '127.0.0.1', port: stack.ports.blob, method, path, ca, headers, agent: false },
      (answer) => {
        answer.resume();
        answer.once('end', () => resolve(answer.statusCode));
      },
    );
    call.once('error', reject).end();
  });
}

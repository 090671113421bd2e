import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { BlobServiceClient } from '@azure/storage-blob';
import { answerIdentityRequest } from '../../dev/identity-endpoint/identity-endpoint.ts';
import { createServiceIdentities, type RoleName } from '../../dev/identity-endpoint/service-identities.ts';
import { loadLocalKeys } from '../../dev/idp/signing-keys.ts';
import { readStart, type Start } from '../../dev/samples/api-client.ts';
import { provisionSamples } from '../../dev/samples/provision-samples.ts';
import { SERVICE_AUDIENCES } from '../../dev/stack/role-settings.ts';
import { type Stack, type StackOptions, startStack } from '../../dev/stack/start-stack.ts';
import { openSqliteMetadata } from '../../shared/adapters/sql/open-sqlite.ts';
import type { Metadata } from '../../shared/catalog/ports.ts';
import { accessToken, type Client, createClient } from './client.ts';

/** A real local stack of the built product with a folder and ports of its own, for one test file. */
export type TestStack = {
  readonly stack: Stack;
  readonly url: string;
  readonly start: Start;
  /** Every line that the processes printed. */
  readonly log: readonly string[];
  /** Signs in as a sample account by the password grant. */
  client(signInName: string): Promise<Client>;
  /** The stack's own metadata, opened beside the roles. */
  openMetadata(): Promise<Metadata>;
  /** The token of a role's managed identity for a resource, such as an internal role's audience. */
  identityToken(role: RoleName, resource: string): Promise<string>;
  /** A Blob account of the stack, reached directly; of the first region's store unless another port is named. */
  blobs(account: 'data' | 'intake' | 'copy', port?: number): BlobServiceClient;
  stop(): Promise<void>;
};

export type TestStackOptions = Partial<Omit<StackOptions, 'home' | 'log'>> & {
  readonly samples?: boolean;
  /** Starts what serves the roles where the stack does not; answers what stops it. */
  readonly serveRoles?: (stack: Stack) => Promise<() => Promise<void>>;
};

export async function startTestStack(wanted: TestStackOptions = {}): Promise<TestStack> {
  const { samples = false, serveRoles, ...options } = wanted;
  const home = mkdtempSync(join(tmpdir(), 'azimuth-test-'));
  const log: string[] = [];
  const removeHome = () => rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  const stack = await startStack({
    port: 0,
    roles: 'processes',
    ...options,
    home,
    log: (text) => log.push(...text.split('\n').filter((line) => line !== '')),
  }).catch((thrown: unknown) => {
    removeHome();
    throw thrown;
  });
  const clients = new Map<string, Promise<Client>>();
  let stopRoles: () => Promise<void> = async () => undefined;
  const stop = async () => {
    await stopRoles();
    await stack.stop();
    removeHome();
  };
  try {
    if (serveRoles !== undefined) stopRoles = await serveRoles(stack);
    if (samples) await provisionSamples({ wellKnown: stack.wellKnown, home });
    const start = await readStart(stack.wellKnown);
    return {
      stack,
      url: stack.url,
      start,
      log,
      client(signInName) {
        const known = clients.get(signInName);
        const client =
          known ?? accessToken(start, signInName).then((token) => createClient(stack.url, signInName, token));
        clients.set(signInName, client);
        return client;
      },
      openMetadata: () => openSqliteMetadata({ file: join(home, 'metadata.db') }),
      identityToken: (role, resource) => identityToken(home, role, resource),
      blobs(account, port = stack.ports.blob) {
        trust(home);
        const credential = {
          getToken: async () => ({
            token: await identityToken(home, 'stack', 'https://storage.azure.com'),
            expiresOnTimestamp: Date.now() + 3_000_000,
          }),
        };
        return new BlobServiceClient(`https://127.0.0.1:${port}/${account}`, credential);
      },
      stop,
    };
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}

/** The managed identity of a role, by a token such as the local identity endpoint gives its process. */
async function identityToken(home: string, role: RoleName | 'stack', resource: string): Promise<string> {
  const keys = await loadLocalKeys(join(home, 'identity', 'keys.json'));
  const own = createServiceIdentities();
  const settings = {
    identities: Object.values(own),
    key: keys.service,
    audiences: Object.values(SERVICE_AUDIENCES),
    now: () => new Date(),
  };
  const url = new URL(`http://local/msi/token?api-version=2019-08-01&resource=${encodeURIComponent(resource)}`);
  const { body } = await answerIdentityRequest(settings, url, own[role].header);
  return String(body['access_token']);
}

/** Makes this process trust the stack's certificate, so that it can reach the blob store. */
function trust(home: string): void {
  const ca = readFileSync(join(home, 'tls/ca.pem'), 'utf8');
  setDefaultCACertificates([...getCACertificates('default'), ca]);
}

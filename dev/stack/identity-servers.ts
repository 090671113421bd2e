import { createServer, type RequestListener, type Server } from 'node:http';
import { join } from 'node:path';
import type { LocalDirectory } from '../directory/local-directory.ts';
import { openLocalDirectory } from '../directory/open-directory.ts';
import { GRAPH_PREFIX, graphService } from '../graph/graph-service.ts';
import { identityEndpoint } from '../identity-endpoint/identity-endpoint.ts';
import { type ServiceIdentity, TOKEN_EXCHANGE_AUDIENCE } from '../identity-endpoint/service-identities.ts';
import { identityProvider } from '../idp/identity-provider.ts';
import { createKeyRing, type KeyRing } from '../idp/key-ring.ts';
import type { ProviderSettings } from '../idp/provider-settings.ts';
import { loadLocalKeys } from '../idp/signing-keys.ts';
import { SERVICE_AUDIENCES } from './role-settings.ts';
import type { StackPorts } from './stack-addresses.ts';

export type IdentityOptions = {
  readonly home: string;
  readonly publicUrl: string;
  readonly ports: StackPorts;
  readonly identities: readonly ServiceIdentity[];
  readonly log: (text: string) => void;
};

function listen(listener: RequestListener, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer(listener);
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

function stop(servers: readonly Server[]): void {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
}

/** The identity servers of a running stack, with what they share: tests change it under the stack's feet. */
export type IdentityServers = {
  readonly directory: LocalDirectory;
  readonly keyRing: KeyRing;
  stop(): void;
};

/** The identity provider and the stand-in of Microsoft Graph, on one port. */
export function identityAndGraph(settings: ProviderSettings, log: (text: string) => void): RequestListener {
  const provider = identityProvider(settings, log);
  const graph = graphService(settings, log);
  return (request, response) =>
    request.url?.startsWith(`${GRAPH_PREFIX}/`) === true ? graph(request, response) : provider(request, response);
}

/** Serves the identity provider, Graph and the managed-identity endpoint from this process. */
export async function startIdentityServers(options: IdentityOptions): Promise<IdentityServers> {
  const { home, publicUrl, ports, identities, log } = options;
  const now = (): Date => new Date();
  const keys = await loadLocalKeys(join(home, 'identity', 'keys.json'));
  const keyRing = createKeyRing(keys.user);
  const directory = openLocalDirectory(join(home, 'identity', 'directory.json'));
  const audiences = [...Object.values(SERVICE_AUDIENCES), TOKEN_EXCHANGE_AUDIENCE];
  const listener = identityAndGraph({ publicUrl, keys, keyRing, directory, now }, log);
  const provider = await listen(listener, ports.identity);
  try {
    const managed = identityEndpoint({ identities, key: keys.service, audiences, now });
    const endpoint = await listen(managed, ports.managedIdentity);
    return { directory, keyRing, stop: () => stop([provider, endpoint]) };
  } catch (error) {
    stop([provider]);
    throw error;
  }
}

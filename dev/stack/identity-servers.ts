import { createServer, type RequestListener, type Server } from 'node:http';
import { join } from 'node:path';
import { identityEndpoint } from '../identity-endpoint/identity-endpoint.ts';
import type { ServiceIdentity } from '../identity-endpoint/service-identities.ts';
import { identityProvider } from '../idp/identity-provider.ts';
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

/** Serves the identity provider and the managed-identity endpoint from this process; gives what stops both. */
export async function startIdentityServers(options: IdentityOptions): Promise<() => void> {
  const { home, publicUrl, ports, identities, log } = options;
  const now = (): Date => new Date();
  const keys = await loadLocalKeys(join(home, 'identity', 'keys.json'));
  const audiences = Object.values(SERVICE_AUDIENCES);
  const provider = await listen(identityProvider({ publicUrl, keys, now }, log), ports.identity);
  try {
    const listener = identityEndpoint({ identities, key: keys.service, audiences, now });
    const endpoint = await listen(listener, ports.managedIdentity);
    return () => stop([provider, endpoint]);
  } catch (error) {
    stop([provider]);
    throw error;
  }
}

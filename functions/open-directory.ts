import type { ManagedIdentityCredential } from '@azure/identity';
import { createGraphDirectory } from '../shared/adapters/entra/graph-directory.ts';
import { createServiceTokens } from '../shared/adapters/entra/service-tokens.ts';
import type { Directory } from '../shared/identity/ports.ts';
import type { PresentationConfig } from './config.ts';

type DirectoryConfig = Pick<
  PresentationConfig,
  'AZIMUTH_GRAPH_URL' | 'AZIMUTH_TOKEN_ENDPOINT' | 'AZIMUTH_API_AUDIENCE' | 'AZIMUTH_PUBLIC_URL'
>;

/** The directory of every tenant, asked as the API application by this role's managed identity. */
export function openDirectory(config: DirectoryConfig, credential: ManagedIdentityCredential): Directory {
  const now = () => new Date();
  return createGraphDirectory({
    graphUrl: config.AZIMUTH_GRAPH_URL,
    tokenEndpoint: config.AZIMUTH_TOKEN_ENDPOINT,
    clientId: config.AZIMUTH_API_AUDIENCE,
    inviteRedirectUrl: config.AZIMUTH_PUBLIC_URL,
    identityToken: createServiceTokens(credential, now),
    now,
  });
}

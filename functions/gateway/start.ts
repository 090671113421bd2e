import type { ManagedIdentityCredential } from '@azure/identity';
import { createServiceTokens } from '../../shared/adapters/entra/service-tokens.ts';
import type { Metadata } from '../../shared/catalog/ports.ts';
import type { ClusterMap } from '../../shared/domain/clusters.ts';
import { parseId, type TenantId } from '../../shared/domain/ids.ts';
import { createAccountWatch } from '../../shared/identity/account-watch.ts';
import { createSigningKeys } from '../../shared/identity/context-keys.ts';
import { createGreeter } from '../../shared/identity/greet-person.ts';
import { createIssuerKeys } from '../../shared/identity/issuer-keys.ts';
import { createStandings } from '../../shared/identity/standing.ts';
import { createAccessTokenVerifier } from '../../shared/identity/verify-access-token.ts';
import { createRateLimiter } from '../../shared/limits/rate-limiter.ts';
import { EDGE_ID_HEADER } from '../../shared/routing/network-schema.ts';
import type { Telemetry } from '../../shared/telemetry/telemetry.ts';
import { behindEdge } from '../behind-edge.ts';
import { type GatewayConfig, readGatewayConfig } from '../config.ts';
import { credentialOf } from '../credential.ts';
import { lazily } from '../lazily.ts';
import { openDirectory } from '../open-directory.ts';
import type { OpenMetadata } from '../open-metadata.ts';
import type { StartedRole } from '../started-role.ts';
import { watchDirectory } from '../telemetry/watch-ports.ts';
import { tenantHomes } from '../tenant-homes.ts';
import { createAuthenticate } from './authenticate.ts';
import type { GatewayDeps } from './forward.ts';
import { createForwardHome } from './forward-home.ts';
import { createGrants } from './grants.ts';
import { createHomeWatch, type HomeWatch } from './home-watch.ts';
import { createInternalCall } from './internal-call.ts';
import { createLimits } from './limits.ts';
import { probeHome } from './probe-home.ts';
import { gatewayRoutes } from './routes.ts';
import { createJobStarter } from './start-job.ts';

/** The Gateway Role with its real adapters. */
export function startGateway(openMetadata: OpenMetadata, telemetry: Telemetry): StartedRole {
  const config = readGatewayConfig();
  const credential = credentialOf(config);
  const metadata = lazily(() => openMetadata(config, credential));
  const ready = lazily(async () => open(config, credential, await metadata(), telemetry));
  return {
    routes: behindEdge(config.AZIMUTH_FRONT_DOOR_ID, gatewayRoutes(ready)),
    timers: [],
    ready: async () => void (await ready()),
    stop: async () => (await metadata.peek())?.close(),
  };
}

async function open(
  config: GatewayConfig,
  credential: ManagedIdentityCredential,
  metadata: Metadata,
  telemetry: Telemetry,
): Promise<GatewayDeps> {
  const now = () => new Date();
  const map = clusterMap(config);
  for (const { tenantId, name } of config.AZIMUTH_TENANTS) {
    const id = parseId<TenantId>(tenantId);
    const homeCluster = id === undefined ? undefined : map.homes.get(id);
    if (id !== undefined && homeCluster !== undefined)
      await metadata.system.saveTenant({ tenantId: id, name, homeCluster });
  }
  const { verify } = createAccessTokenVerifier({
    issuers: [config.AZIMUTH_ISSUER, config.AZIMUTH_ISSUER_V1],
    audiences: [config.AZIMUTH_API_AUDIENCE, ...(config.AZIMUTH_API_URI === undefined ? [] : [config.AZIMUTH_API_URI])],
    scope: config.AZIMUTH_API_PERMISSION,
    applicationRole: config.AZIMUTH_API_ROLE,
    clients: config.AZIMUTH_CLIENTS ?? [],
    keys: createIssuerKeys({ url: config.AZIMUTH_JWKS_URL, now }),
    // The setting decides, not the rows: a tenant that leaves the list is refused from the next start on.
    isKnownTenant: (tenantId) => Promise.resolve(map.homes.has(tenantId)),
    now,
  });
  const identityToken = createServiceTokens(credential, now);
  const directory = watchDirectory(openDirectory(config, credential), telemetry);
  const believeMs = config.AZIMUTH_DIRECTORY_SECONDS * 1000;
  const standings = createStandings({
    metadata,
    directory,
    believeMs,
    now,
  });
  const signingKey = createSigningKeys(metadata.system, now);
  const call = createInternalCall({
    targets: {
      presentation: { url: config.AZIMUTH_PRESENTATION_URL, audience: config.AZIMUTH_PRESENTATION_AUDIENCE },
      'data-movement': { url: config.AZIMUTH_DATA_MOVEMENT_URL, audience: config.AZIMUTH_DATA_MOVEMENT_AUDIENCE },
    },
    serviceToken: identityToken,
    signingKey,
    now,
    telemetry,
  });
  await signingKey();
  const limiter = createRateLimiter({ addUsage: metadata.system.addUsage, now });
  return {
    verify,
    forwardHome: createForwardHome(map, homeWatches(config)),
    limits: createLimits(limiter, { perUser: config.AZIMUTH_USER_LIMIT, perTenant: config.AZIMUTH_TENANT_LIMIT }),
    authenticate: createAuthenticate({ metadata, standings, greet: createGreeter(metadata, now) }),
    authorise: createGrants(metadata, createAccountWatch({ directory, believeMs, now })),
    call,
    startJob: createJobStarter(call),
  };
}

/** Every tenant with its home, and the other clusters' Gateways, from the settings. */
function clusterMap(config: GatewayConfig): ClusterMap {
  return { own: config.AZIMUTH_CLUSTER, clusters: config.AZIMUTH_CLUSTERS, homes: tenantHomes(config) };
}

/** A watch over each other Gateway in whose place this one can show something. */
function homeWatches(config: GatewayConfig): ReadonlyMap<string, HomeWatch> {
  const id = config.AZIMUTH_FRONT_DOOR_ID;
  const lockdown: Readonly<Record<string, string>> = id === undefined ? {} : { [EDGE_ID_HEADER]: id };
  const copied = new Set(config.AZIMUTH_REPLICAS.map(({ cluster }) => cluster));
  return new Map(
    config.AZIMUTH_CLUSTERS.filter(({ name }) => copied.has(name)).map(({ name, gatewayUrl }) => [
      name,
      createHomeWatch({
        probe: () => probeHome(gatewayUrl, lockdown),
        onChange: (isDown) => tellHome(name, isDown),
      }),
    ]),
  );
}

/** For whoever looks after the service: from here on, and until here, this cluster stands in for another. */
function tellHome(cluster: string, isDown: boolean): void {
  const event = isDown ? 'home cluster lost' : 'home cluster back';
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), level: 'warn', event, cluster })}\n`);
}

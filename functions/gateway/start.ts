import type { ManagedIdentityCredential } from '@azure/identity';
import { createRemoteJWKSet } from 'jose';
import { createServiceTokens } from '../../shared/adapters/entra/service-tokens.ts';
import type { Metadata } from '../../shared/catalog/ports.ts';
import { parseId, type TenantId } from '../../shared/domain/ids.ts';
import { createSigningKeys } from '../../shared/identity/context-keys.ts';
import { createGreeter } from '../../shared/identity/greet-person.ts';
import { createAccessTokenVerifier } from '../../shared/identity/verify-access-token.ts';
import { type GatewayConfig, readGatewayConfig } from '../config.ts';
import { credentialOf } from '../credential.ts';
import { lazily } from '../lazily.ts';
import type { OpenMetadata } from '../open-metadata.ts';
import type { StartedRole } from '../started-role.ts';
import { createAuthenticate } from './authenticate.ts';
import type { GatewayDeps } from './forward.ts';
import { createInternalCall } from './internal-call.ts';
import { gatewayRoutes } from './routes.ts';
import { createJobStarter } from './start-job.ts';

const JWKS_COOLDOWN_MS = 5 * 60 * 1000;

/** The Gateway Role with its real adapters. */
export function startGateway(openMetadata: OpenMetadata): StartedRole {
  const config = readGatewayConfig();
  const credential = credentialOf(config);
  const metadata = lazily(() => openMetadata(config, credential));
  const ready = lazily(async () => open(config, credential, await metadata()));
  return {
    routes: gatewayRoutes(ready),
    timers: [],
    ready: async () => void (await ready()),
    stop: async () => (await metadata.peek())?.close(),
  };
}

async function open(
  config: GatewayConfig,
  credential: ManagedIdentityCredential,
  metadata: Metadata,
): Promise<GatewayDeps> {
  const now = () => new Date();
  const onboarded = config.AZIMUTH_TENANTS.flatMap(({ tenantId, name }) => {
    const id = parseId<TenantId>(tenantId);
    return id === undefined ? [] : [{ tenantId: id, name }];
  });
  for (const tenant of onboarded) await metadata.system.saveTenant(tenant);
  const known = new Set(onboarded.map(({ tenantId }) => tenantId));
  const verify = createAccessTokenVerifier({
    issuer: config.AZIMUTH_ISSUER,
    audience: config.AZIMUTH_API_AUDIENCE,
    scope: config.AZIMUTH_API_PERMISSION,
    keys: createRemoteJWKSet(new URL(config.AZIMUTH_JWKS_URL), { cooldownDuration: JWKS_COOLDOWN_MS }),
    // The setting decides, not the rows: a tenant that leaves the list is refused from the next start on.
    isKnownTenant: (tenantId) => Promise.resolve(known.has(tenantId)),
    now,
  });
  const signingKey = createSigningKeys(metadata.system, now);
  const call = createInternalCall({
    targets: {
      presentation: { url: config.AZIMUTH_PRESENTATION_URL, audience: config.AZIMUTH_PRESENTATION_AUDIENCE },
      'data-movement': { url: config.AZIMUTH_DATA_MOVEMENT_URL, audience: config.AZIMUTH_DATA_MOVEMENT_AUDIENCE },
    },
    serviceToken: createServiceTokens(credential, now),
    signingKey,
    now,
  });
  await signingKey();
  const authenticate = createAuthenticate(verify, createGreeter(metadata, now));
  return { authenticate, metadata, call, startJob: createJobStarter(call) };
}

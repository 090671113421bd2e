import type { Metadata } from '../shared/catalog/ports.ts';
import { createKeyFinder } from '../shared/identity/context-keys.ts';
import { createIssuerKeys } from '../shared/identity/issuer-keys.ts';
import { createServiceTokenVerifier } from '../shared/identity/verify-service-token.ts';
import type { HopDeps } from './internal-hop.ts';

/** How an internal role checks who calls it, from its settings. */
export function createHopDeps(
  settings: {
    readonly AZIMUTH_GATEWAY_IDENTITY: string;
    readonly AZIMUTH_SERVICE_ISSUER: string;
    readonly AZIMUTH_SERVICE_JWKS_URL: string;
  },
  audience: string,
  metadata: Metadata,
): HopDeps {
  const now = () => new Date();
  return {
    audience,
    verifyServiceToken: createServiceTokenVerifier({
      issuer: settings.AZIMUTH_SERVICE_ISSUER,
      audience,
      callerObjectId: settings.AZIMUTH_GATEWAY_IDENTITY,
      keys: createIssuerKeys({ url: settings.AZIMUTH_SERVICE_JWKS_URL, now }),
      now,
    }),
    findKey: createKeyFinder(metadata.system, now),
    now,
  };
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WellKnown } from '../../shared/contract/well-known.ts';
import { behindEdge } from '../behind-edge.ts';
import { readWebFrontEndConfig, type WebFrontEndConfig } from '../config.ts';
import { lazily } from '../lazily.ts';
import type { StartedRole } from '../started-role.ts';
import { VERSION } from '../version.ts';
import { webFrontEndRoutes } from './routes.ts';

/** The Web Front End with the page that the build made. */
export function startWebFrontEnd(): StartedRole {
  const config = readWebFrontEndConfig();
  const readPage = lazily(() => readFile(join(config.AZIMUTH_WEB_ROOT, 'index.html'), 'utf8'));
  const wellKnown = describe(config);
  const intake = new URL(config.AZIMUTH_INTAKE_PUBLIC_URL).origin;
  const assetsBase = config.AZIMUTH_STATIC_URL;
  const assets = assetsBase === undefined ? undefined : new URL(assetsBase).origin;
  const origins = { signIn: signInOrigins(wellKnown), intake, assets };
  return {
    routes: behindEdge(config.AZIMUTH_FRONT_DOOR_ID, webFrontEndRoutes({ readPage, wellKnown, origins, assetsBase })),
    timers: [],
    ready: async () => void (await readPage()),
    stop: () => Promise.resolve(),
  };
}

/** Everything that a client must know before it can sign in; a local stand-in adds what MSAL would else look up. */
function describe(config: WebFrontEndConfig): WellKnown {
  const authority = config.AZIMUTH_AUTHORITY.replace(/\/+$/, '');
  return WellKnown.parse({
    authority,
    tokenEndpoint: `${authority}/oauth2/v2.0/token`,
    clientId: config.AZIMUTH_WEB_CLIENT_ID,
    scope: config.AZIMUTH_API_SCOPE,
    apiBase: `${config.AZIMUTH_PUBLIC_URL}/v1.0/myorg`,
    azimuthBase: `${config.AZIMUTH_PUBLIC_URL}/azimuth/v1`,
    version: VERSION,
    ...config.AZIMUTH_SIGN_IN,
  });
}

function signInOrigins(wellKnown: WellKnown): readonly string[] {
  return [...new Set([wellKnown.authority, wellKnown.tokenEndpoint].map((address) => new URL(address).origin))];
}

import { allRolesIdentity, ROLES } from '../identity-endpoint/service-identities.ts';
import { roleSettings } from './role-settings.ts';
import { STACK_PORTS, USUAL_HTTPS_PORT } from './stack-addresses.ts';

/** The folder of the stack that `func start` runs beside, relative to the repository. */
export const FUNCTIONS_HOME = '.azimuth';
const PUBLIC_PORT = 8080;

/**
 * The content of the committed local.settings.json: all roles in one app, beside `npm run stack`. A test compares the
 * file with this, so that both sides of the contract stay together.
 */
export function functionsSettings(
  home = FUNCTIONS_HOME,
  publicPort = PUBLIC_PORT,
  httpsPort = USUAL_HTTPS_PORT,
): {
  readonly IsEncrypted: false;
  readonly Values: Readonly<Record<string, string>>;
} {
  const identity = allRolesIdentity();
  const roles = STACK_PORTS.roles;
  const settings = roleSettings(
    {
      home,
      ports: {
        public: publicPort,
        https: httpsPort,
        identity: STACK_PORTS.identity,
        managedIdentity: STACK_PORTS.managedIdentity,
        blob: STACK_PORTS.blob,
        roles: { 'web-front-end': roles, gateway: roles, presentation: roles, 'data-movement': roles },
      },
      caFile: `${home}/tls/ca.pem`,
      gatewayObjectId: identity.objectId,
      sql: undefined,
    },
    { roles: ROLES.join(','), port: roles, identity },
  );
  const { AZIMUTH_HOST_PORT: _ours, ...values } = settings;
  return {
    IsEncrypted: false,
    Values: { FUNCTIONS_WORKER_RUNTIME: 'node', AzureWebJobsDisableHomepage: 'true', ...values },
  };
}

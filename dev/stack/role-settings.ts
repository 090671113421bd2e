import { GRAPH_PREFIX } from '../graph/graph-service.ts';
import { SERVICE_ISSUER, type ServiceIdentity } from '../identity-endpoint/service-identities.ts';
import {
  AUTHORITY,
  AUTHORITY_HOST,
  IDENTITY_PREFIX,
  ISSUER_TEMPLATE,
  openidConfiguration,
} from '../idp/provider-settings.ts';
import { API_APP_ID, API_APP_URI, API_DEFAULT_SCOPE, SAMPLE_TENANTS, WEB_APP_ID } from '../idp/sample-directory.ts';
import { LOCAL_FRONT_DOOR_ID, type StackPorts } from './stack-addresses.ts';

/** Audiences of the two internal roles: the application id URIs that a deployment registers. */
export const SERVICE_AUDIENCES = {
  presentation: 'api://azimuth-presentation',
  'data-movement': 'api://azimuth-data-movement',
} as const;

/** The stack as far as settings of its roles depend on it. */
export type RoleSurroundings = {
  readonly home: string;
  readonly ports: StackPorts;
  readonly caFile: string;
  readonly gatewayObjectId: string;
  readonly sql: SqlServer | undefined;
};

/** A real SQL Server in place of the embedded engine. User and password are read by `dev/` only. */
export type SqlServer = { readonly server: string; readonly user: string; readonly password: string };

/** The samples as `/.well-known/azimuth` publishes them: ids only. */
function publishedTenants(): Record<string, unknown> {
  return Object.fromEntries(
    SAMPLE_TENANTS.map((tenant) => [
      tenant.name,
      {
        tenantId: tenant.tenantId,
        domain: tenant.domain,
        users: Object.fromEntries(tenant.users.map((user) => [user.signInName, { objectId: user.objectId }])),
        servicePrincipals: Object.fromEntries(
          tenant.servicePrincipals.map(({ name, clientId, objectId }) => [name, { clientId, objectId }]),
        ),
        groups: Object.fromEntries(tenant.groups.map(({ displayName, objectId }) => [displayName, { objectId }])),
      },
    ]),
  );
}

/** What `/.well-known/azimuth` says beyond a deployment's, because the identity provider is a stand-in. */
export function localSignIn(publicUrl: string, httpsPort?: number): Record<string, unknown> {
  const identity = `${publicUrl}${IDENTITY_PREFIX}`;
  const metadata = openidConfiguration(publicUrl, 'organizations', '{tenantid}');
  return {
    tokenEndpoint: `${identity}/oauth2/v2.0/token`,
    jwksUri: `${identity}/organizations/discovery/v2.0/keys`,
    graph: `${publicUrl}${GRAPH_PREFIX}`,
    ...(httpsPort !== undefined && { httpsBase: `https://localhost:${httpsPort}` }),
    knownAuthorities: [AUTHORITY_HOST],
    authorityMetadata: JSON.stringify(metadata),
    tenants: publishedTenants(),
  };
}

/** The settings that one role's process, or one app with all roles, is started with. */
export function roleSettings(
  around: RoleSurroundings,
  role: { readonly roles: string; readonly port: number; readonly identity: ServiceIdentity },
): Readonly<Record<string, string>> {
  const { ports, home } = around;
  const local = (port: number): string => `http://127.0.0.1:${port}`;
  const publicUrl = `http://localhost:${ports.public}`;
  const sql: Record<string, string> =
    around.sql === undefined
      ? {}
      : {
          AZIMUTH_SQL: around.sql.server,
          AZIMUTH_SQL_USER: around.sql.user,
          AZIMUTH_SQL_PASSWORD: around.sql.password,
        };
  return {
    AZIMUTH_ROLES: role.roles,
    AZIMUTH_HOST_PORT: String(role.port),
    AZIMUTH_FRONT_DOOR_ID: LOCAL_FRONT_DOOR_ID,
    AZIMUTH_PUBLIC_URL: publicUrl,
    AZIMUTH_AUTHORITY: AUTHORITY,
    AZIMUTH_ISSUER: ISSUER_TEMPLATE,
    AZIMUTH_JWKS_URL: `${local(ports.identity)}/organizations/discovery/v2.0/keys`,
    AZIMUTH_TOKEN_ENDPOINT: `${local(ports.identity)}/{tenantid}/oauth2/v2.0/token`,
    AZIMUTH_GRAPH_URL: `${local(ports.identity)}${GRAPH_PREFIX}`,
    AZIMUTH_DIRECTORY_SECONDS: '0',
    AZIMUTH_USER_LIMIT: '0',
    AZIMUTH_TENANT_LIMIT: '0',
    AZIMUTH_API_AUDIENCE: API_APP_ID,
    AZIMUTH_API_URI: API_APP_URI,
    AZIMUTH_API_SCOPE: API_DEFAULT_SCOPE,
    AZIMUTH_WEB_CLIENT_ID: WEB_APP_ID,
    AZIMUTH_SIGN_IN: JSON.stringify(localSignIn(publicUrl, ports.https)),
    AZIMUTH_PRESENTATION_URL: local(ports.roles.presentation),
    AZIMUTH_DATA_MOVEMENT_URL: local(ports.roles['data-movement']),
    AZIMUTH_PRESENTATION_AUDIENCE: SERVICE_AUDIENCES.presentation,
    AZIMUTH_DATA_MOVEMENT_AUDIENCE: SERVICE_AUDIENCES['data-movement'],
    AZIMUTH_GATEWAY_IDENTITY: around.gatewayObjectId,
    AZIMUTH_SERVICE_ISSUER: SERVICE_ISSUER,
    AZIMUTH_SERVICE_JWKS_URL: `${local(ports.managedIdentity)}/msi/keys`,
    AZIMUTH_DATA_BLOB_URL: `https://127.0.0.1:${ports.blob}/data`,
    AZIMUTH_INTAKE_BLOB_URL: `https://127.0.0.1:${ports.blob}/intake`,
    AZIMUTH_INTAKE_PUBLIC_URL: `${publicUrl}/intake`,
    AZIMUTH_SQLITE: `${home}/metadata.db`,
    AZIMUTH_CACHE_DIR: `${home}/cache`,
    AZIMUTH_TENANTS: JSON.stringify(
      SAMPLE_TENANTS.map(({ tenantId, displayName }) => ({ tenantId, name: displayName })),
    ),
    IDENTITY_ENDPOINT: `${local(ports.managedIdentity)}/msi/token`,
    IDENTITY_HEADER: role.identity.header,
    NODE_EXTRA_CA_CERTS: around.caFile,
    ...sql,
  };
}

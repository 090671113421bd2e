import { z } from 'zod';
import { ROLES, type RoleName } from '../shared/domain/principal.ts';

/**
 * Every setting of the service, read here and nowhere else. No setting can hold a secret: identities are managed, and
 * what third parties demand will come by Key Vault reference.
 */
const Url = z.url({ protocol: /^https?$/ }).transform((text) => text.replace(/\/+$/, ''));
const Json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'is not valid JSON' });
    return z.NEVER;
  }
});
const List = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);
/** A whole number; an empty text, which would read as 0, is no number. */
const Count = z.string().regex(/^\d+$/, 'must be a whole number, 0 or more').transform(Number);

function isHttpsOrLoopback(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.includes(hostname));
}
const LOOPBACK: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

const Settings = z.object({
  /** Where people and clients reach the service, e.g. `https://bi.contoso.com`. */
  AZIMUTH_PUBLIC_URL: Url,
  /** The sign-in authority, e.g. `https://login.microsoftonline.com/organizations`. */
  AZIMUTH_AUTHORITY: z.url(),
  AZIMUTH_ISSUER: z.string().includes('{tenantid}').default('https://login.microsoftonline.com/{tenantid}/v2.0'),
  AZIMUTH_ISSUER_V1: z.string().includes('{tenantid}').default('https://sts.windows.net/{tenantid}/'),
  AZIMUTH_JWKS_URL: z.url().default('https://login.microsoftonline.com/common/discovery/v2.0/keys'),
  /** Where tokens are asked for in a tenant: the API application's own, and those on behalf of a person. */
  AZIMUTH_TOKEN_ENDPOINT: z
    .string()
    .includes('{tenantid}')
    .refine(isHttpsOrLoopback, 'must be an address that begins with https')
    .default('https://login.microsoftonline.com/{tenantid}/oauth2/v2.0/token'),
  /** The API application's client id: the audience of v2 tokens. */
  AZIMUTH_API_AUDIENCE: z.string().min(1),
  /** Its application id URI, the audience of v1 tokens, e.g. `api://bi.contoso.com`. */
  AZIMUTH_API_URI: z.string().min(1).optional(),
  AZIMUTH_API_SCOPE: z.string().min(1),
  /** The delegated permission that a person's token must carry in `scp`. */
  AZIMUTH_API_PERMISSION: z.string().min(1).default('user_impersonation'),
  /** The application role that an application's own token must carry in `roles`. */
  AZIMUTH_API_ROLE: z.string().min(1).default('Tenant.Automation'),
  /**
   * Front Door's id. Where it is set, a public role answers only what carries it, and believes what else the edge says of a
   * request; where it is not, nothing of that is believed.
   */
  AZIMUTH_FRONT_DOOR_ID: z.guid().optional(),
  /** The client ids of the applications that may call, by comma; any application without it. */
  AZIMUTH_CLIENTS: List.optional(),
  AZIMUTH_WEB_CLIENT_ID: z.string().min(1),
  /** Microsoft Graph, the directory of every tenant; without TLS on this machine only. */
  AZIMUTH_GRAPH_URL: Url.refine(isHttpsOrLoopback, 'must be an address that begins with https').default(
    'https://graph.microsoft.com/v1.0',
  ),
  /** How long what the directory said of a person is believed; 0 asks for every request. */
  AZIMUTH_DIRECTORY_SECONDS: Count.default(60),
  /** Calls a minute of one person, and of one tenant; 0 is no limit. */
  AZIMUTH_USER_LIMIT: Count.default(1200),
  AZIMUTH_TENANT_LIMIT: Count.default(30_000),
  /** Extra members of the public configuration document: what a local stand-in of the authority must say. */
  AZIMUTH_SIGN_IN: Json.pipe(z.record(z.string(), z.unknown())).default({}),
  /** The organisations that may use this service. */
  AZIMUTH_TENANTS: Json.pipe(
    z.array(z.object({ tenantId: z.guid(), name: z.string().min(1), cluster: z.string().min(1).optional() })),
  ).default([]),
  /** This cluster's name, and the Gateways of the others. A tenant without `cluster` lives in this one. */
  AZIMUTH_CLUSTER: z.string().min(1).default('home'),
  AZIMUTH_CLUSTERS: Json.pipe(z.array(z.object({ name: z.string().min(1), gatewayUrl: Url }))).default([]),
  /** Other clusters whose stores are copied to this one: their tenants are shown from here while their home is lost. */
  AZIMUTH_REPLICAS: Json.pipe(
    z.array(
      z
        .strictObject({
          cluster: z.string().min(1),
          sql: z.string().min(1).optional(),
          sqlite: z.string().min(1).optional(),
          dataBlobUrl: Url,
        })
        .refine(({ sql, sqlite }) => (sql === undefined) !== (sqlite === undefined), 'must have sql or sqlite'),
    ),
  ).default([]),

  AZIMUTH_PRESENTATION_URL: Url,
  AZIMUTH_DATA_MOVEMENT_URL: Url,
  AZIMUTH_PRESENTATION_AUDIENCE: z.string().min(1),
  AZIMUTH_DATA_MOVEMENT_AUDIENCE: z.string().min(1),
  /** Object id of the Gateway's managed identity. */
  AZIMUTH_GATEWAY_IDENTITY: z.guid(),
  AZIMUTH_SERVICE_ISSUER: z.url(),
  AZIMUTH_SERVICE_JWKS_URL: z.url(),

  AZIMUTH_DATA_BLOB_URL: Url,
  AZIMUTH_INTAKE_BLOB_URL: Url,
  /** Where clients reach the intake account, through the edge. */
  AZIMUTH_INTAKE_PUBLIC_URL: Url,
  /** `host[,port][/database]` of Azure SQL; the embedded engine's file where it is absent. */
  AZIMUTH_SQL: z.string().min(1).optional(),
  AZIMUTH_SQLITE: z.string().min(1).optional(),
  /** A folder of this instance's own for opened models. */
  AZIMUTH_CACHE_DIR: z.string().min(1).optional(),
  /** The client id of the user-assigned managed identity; the system-assigned one without it. */
  AZURE_CLIENT_ID: z.guid().optional(),
  AZIMUTH_WEB_ROOT: z.string().default('dist/web'),
  /** Where the static files are served from, where that is not this host, e.g. `https://cdn.contoso.com/azimuth`. */
  AZIMUTH_STATIC_URL: Url.refine(isHttpsOrLoopback, 'must be an address that begins with https').optional(),
  /** Where telemetry goes; nothing is recorded without it. A name of a place: what opens it is the managed identity. */
  APPLICATIONINSIGHTS_CONNECTION_STRING: z
    .string()
    .regex(/(^|;)\s*InstrumentationKey=[\da-f-]{36}/i, 'must be the connection string of Application Insights')
    .optional(),
  /** As whom: `Authorization=AAD`, with `;ClientId=…` for a user-assigned identity. As the Functions host reads it. */
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: z
    .string()
    .regex(/^Authorization=AAD(;ClientId=[\da-f-]{36})?;?$/i, 'must be Authorization=AAD, then ;ClientId=… if need be')
    .transform((text) => ({ clientId: /ClientId=([\da-f-]{36})/i.exec(text)?.[1] }))
    .optional(),
  /** Bytes of an uploaded file at most. */
  AZIMUTH_UPLOAD_LIMIT: z.coerce
    .number()
    .int()
    .positive()
    .default(1024 ** 3),
});

const STORES = {
  AZIMUTH_SQL: true,
  AZIMUTH_SQLITE: true,
  AZIMUTH_TENANTS: true,
  AZIMUTH_CLUSTER: true,
  AZIMUTH_REPLICAS: true,
  AZURE_CLIENT_ID: true,
} as const;
const HOP = { AZIMUTH_GATEWAY_IDENTITY: true, AZIMUTH_SERVICE_ISSUER: true, AZIMUTH_SERVICE_JWKS_URL: true } as const;
/** What Microsoft Graph is asked with: as the API application, in the tenant whose directory it is. */
const GRAPH = {
  AZIMUTH_GRAPH_URL: true,
  AZIMUTH_TOKEN_ENDPOINT: true,
  AZIMUTH_API_AUDIENCE: true,
  AZIMUTH_DIRECTORY_SECONDS: true,
} as const;

/** The settings that each role reads; it starts without the others. */
const WebFrontEnd = Settings.pick({
  AZIMUTH_PUBLIC_URL: true,
  AZIMUTH_AUTHORITY: true,
  AZIMUTH_API_SCOPE: true,
  AZIMUTH_WEB_CLIENT_ID: true,
  AZIMUTH_SIGN_IN: true,
  AZIMUTH_INTAKE_PUBLIC_URL: true,
  AZIMUTH_WEB_ROOT: true,
  AZIMUTH_STATIC_URL: true,
  AZIMUTH_FRONT_DOOR_ID: true,
});
const Gateway = Settings.pick({
  ...STORES,
  ...GRAPH,
  AZIMUTH_PUBLIC_URL: true,
  AZIMUTH_ISSUER: true,
  AZIMUTH_ISSUER_V1: true,
  AZIMUTH_JWKS_URL: true,
  AZIMUTH_API_URI: true,
  AZIMUTH_API_PERMISSION: true,
  AZIMUTH_API_ROLE: true,
  AZIMUTH_CLIENTS: true,
  AZIMUTH_FRONT_DOOR_ID: true,
  AZIMUTH_USER_LIMIT: true,
  AZIMUTH_TENANT_LIMIT: true,
  AZIMUTH_CLUSTERS: true,
  AZIMUTH_PRESENTATION_URL: true,
  AZIMUTH_DATA_MOVEMENT_URL: true,
  AZIMUTH_PRESENTATION_AUDIENCE: true,
  AZIMUTH_DATA_MOVEMENT_AUDIENCE: true,
});
const Presentation = Settings.pick({
  ...STORES,
  ...HOP,
  ...GRAPH,
  AZIMUTH_PUBLIC_URL: true,
  AZIMUTH_PRESENTATION_AUDIENCE: true,
  AZIMUTH_DATA_BLOB_URL: true,
  AZIMUTH_CACHE_DIR: true,
});
const DataMovement = Settings.pick({
  ...GRAPH,
  ...STORES,
  ...HOP,
  AZIMUTH_PUBLIC_URL: true,
  AZIMUTH_DATA_MOVEMENT_AUDIENCE: true,
  AZIMUTH_DATA_BLOB_URL: true,
  AZIMUTH_INTAKE_BLOB_URL: true,
  AZIMUTH_INTAKE_PUBLIC_URL: true,
  AZIMUTH_CACHE_DIR: true,
  AZIMUTH_UPLOAD_LIMIT: true,
});
const Telemetry = Settings.pick({
  APPLICATIONINSIGHTS_CONNECTION_STRING: true,
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: true,
});

export type WebFrontEndConfig = Readonly<z.infer<typeof WebFrontEnd>>;
export type GatewayConfig = Readonly<z.infer<typeof Gateway>>;
export type PresentationConfig = Readonly<z.infer<typeof Presentation>>;
export type DataMovementConfig = Readonly<z.infer<typeof DataMovement>>;
/** Where the metadata is kept and as whom it is reached. */
export type StoreConfig = Pick<GatewayConfig, keyof typeof STORES>;

type Env = Readonly<Record<string, string | undefined>>;

/** Each throws one error that lists every missing or wrong setting. */
export const readWebFrontEndConfig = (env: Env = process.env): WebFrontEndConfig =>
  read('web-front-end', WebFrontEnd, env);
export const readGatewayConfig = (env: Env = process.env): GatewayConfig => read('gateway', Gateway, env);
export const readPresentationConfig = (env: Env = process.env): PresentationConfig =>
  read('presentation', Presentation, env);
export const readDataMovementConfig = (env: Env = process.env): DataMovementConfig =>
  read('data-movement', DataMovement, env);

/** Where telemetry goes, which all roles read alike. */
export const readTelemetryConfig = (env: Env = process.env): Readonly<z.infer<typeof Telemetry>> =>
  read('telemetry', Telemetry, env);

/**
 * What the library of Application Insights reads from its surroundings alone: it reports to nobody but the place that the
 * connection string names, looks for no facts of the machine and its command line, and this process has this name unless
 * the platform gave one.
 */
export function prepareTelemetryLibrary(name: string, env: NodeJS.ProcessEnv = process.env): void {
  env['APPLICATION_INSIGHTS_NO_STATSBEAT'] = 'true';
  env['APPLICATIONINSIGHTS_SDKSTATS_DISABLED'] = 'true';
  env['APPLICATIONINSIGHTS_OPENTELEMETRY_RESOURCE_METRIC_DISABLED'] = 'true';
  // Else it looks for a file of its own, which could switch on again what we leave off.
  env['APPLICATIONINSIGHTS_CONFIGURATION_CONTENT'] = '{}';
  env['OTEL_NODE_RESOURCE_DETECTORS'] = 'none';
  env['OTEL_SERVICE_NAME'] ??= env['WEBSITE_SITE_NAME'] ?? name;
}

/** The roles that this process serves. */
export function readRoles(env: Env = process.env): readonly RoleName[] {
  const named = (env['AZIMUTH_ROLES'] ?? '').split(',').map((name) => name.trim());
  const roles = ROLES.filter((role) => named.includes(role));
  if (roles.length === 0 || named.some((name) => !ROLES.some((role) => role === name))) {
    throw new Error(`AZIMUTH_ROLES must list some of ${ROLES.join(', ')}; it is "${env['AZIMUTH_ROLES'] ?? ''}".`);
  }
  return roles;
}

/**
 * Whether the Functions host has storage of its own (by managed identity, or a developer's emulator). Its timers need
 * it: without it they are not registered, and jobs are started by the Gateway's call alone.
 */
export function hasHostStorage(env: Env = process.env): boolean {
  return ['', '__accountName', '__blobServiceUri'].some((suffix) => (env[`AzureWebJobsStorage${suffix}`] ?? '') !== '');
}

function read<S extends z.ZodObject>(role: RoleName | 'telemetry', schema: S, env: Env): Readonly<z.infer<S>> {
  const parsed = schema.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')));
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    const whose = role === 'telemetry' ? role : `the role ${role}`;
    throw new Error(`The settings of ${whose} are not complete:\n${problems.join('\n')}`);
  }
  return Object.freeze(parsed.data);
}

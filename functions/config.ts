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

const Settings = z.object({
  /** Where people and clients reach the service, e.g. `https://bi.contoso.com`. */
  AZIMUTH_PUBLIC_URL: Url,
  /** The sign-in authority, e.g. `https://login.microsoftonline.com/organizations`. */
  AZIMUTH_AUTHORITY: z.url(),
  AZIMUTH_ISSUER: z.string().includes('{tenantid}').default('https://login.microsoftonline.com/{tenantid}/v2.0'),
  AZIMUTH_JWKS_URL: z.url().default('https://login.microsoftonline.com/common/discovery/v2.0/keys'),
  AZIMUTH_API_AUDIENCE: z.string().min(1),
  AZIMUTH_API_SCOPE: z.string().min(1),
  /** The delegated permission that a person's token must carry in `scp`. */
  AZIMUTH_API_PERMISSION: z.string().min(1).default('user_impersonation'),
  AZIMUTH_WEB_CLIENT_ID: z.string().min(1),
  /** Extra members of the public configuration document: what a local stand-in of the authority must say. */
  AZIMUTH_SIGN_IN: Json.pipe(z.record(z.string(), z.unknown())).default({}),
  /** The organisations that may use this service. */
  AZIMUTH_TENANTS: Json.pipe(z.array(z.object({ tenantId: z.guid(), name: z.string().min(1) }))).default([]),

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
  /** Bytes of an uploaded file at most. */
  AZIMUTH_UPLOAD_LIMIT: z.coerce
    .number()
    .int()
    .positive()
    .default(1024 ** 3),
});

const STORES = { AZIMUTH_SQL: true, AZIMUTH_SQLITE: true, AZURE_CLIENT_ID: true } as const;
const HOP = { AZIMUTH_GATEWAY_IDENTITY: true, AZIMUTH_SERVICE_ISSUER: true, AZIMUTH_SERVICE_JWKS_URL: true } as const;

/** The settings that each role reads; it starts without the others. */
const WebFrontEnd = Settings.pick({
  AZIMUTH_PUBLIC_URL: true,
  AZIMUTH_AUTHORITY: true,
  AZIMUTH_API_SCOPE: true,
  AZIMUTH_WEB_CLIENT_ID: true,
  AZIMUTH_SIGN_IN: true,
  AZIMUTH_INTAKE_PUBLIC_URL: true,
  AZIMUTH_WEB_ROOT: true,
});
const Gateway = Settings.pick({
  ...STORES,
  AZIMUTH_ISSUER: true,
  AZIMUTH_JWKS_URL: true,
  AZIMUTH_API_AUDIENCE: true,
  AZIMUTH_API_PERMISSION: true,
  AZIMUTH_TENANTS: true,
  AZIMUTH_PRESENTATION_URL: true,
  AZIMUTH_DATA_MOVEMENT_URL: true,
  AZIMUTH_PRESENTATION_AUDIENCE: true,
  AZIMUTH_DATA_MOVEMENT_AUDIENCE: true,
});
const Presentation = Settings.pick({
  ...STORES,
  ...HOP,
  AZIMUTH_PUBLIC_URL: true,
  AZIMUTH_PRESENTATION_AUDIENCE: true,
  AZIMUTH_DATA_BLOB_URL: true,
  AZIMUTH_CACHE_DIR: true,
});
const DataMovement = Settings.pick({
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

function read<S extends z.ZodObject>(role: RoleName, schema: S, env: Env): Readonly<z.infer<S>> {
  const parsed = schema.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')));
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The settings of the role ${role} are not complete:\n${problems.join('\n')}`);
  }
  return Object.freeze(parsed.data);
}

import { randomBytes } from 'node:crypto';

/** The names of the roles, as settings and audiences spell them. */
export const ROLES = ['web-front-end', 'gateway', 'presentation', 'data-movement'] as const;
export type RoleName = (typeof ROLES)[number];

/** A managed identity: who it is, and the header by which its process is told apart from the others. */
export type ServiceIdentity = {
  readonly name: string;
  readonly objectId: string;
  readonly clientId: string;
  readonly header: string;
};

/** The tenant in which the service itself lives; no customer's. */
export const SERVICE_TENANT_ID = '5e2f1ce0-0000-4000-8000-000000000000';
/** Managed identities get v1 tokens; their issuer is Entra's, which Azurite insists on. */
export const SERVICE_ISSUER = `https://sts.windows.net/${SERVICE_TENANT_ID}/`;

const IDS: Readonly<Record<RoleName | 'stack', string>> = {
  'web-front-end': '01',
  gateway: '02',
  presentation: '03',
  'data-movement': '04',
  stack: '05',
};

/** The audience of tokens by which an identity proves that it is an application. */
export const TOKEN_EXCHANGE_AUDIENCE = 'api://AzureADTokenExchange';

function objectIdOf(name: RoleName | 'stack'): string {
  return `5e2f1ce0-0000-4000-8000-0000000001${IDS[name]}`;
}

/** The object ids of the roles' identities: the federated credentials of the API application. */
export const ROLE_OBJECT_IDS: readonly string[] = ROLES.map(objectIdOf);

function identity(name: RoleName | 'stack', header: string): ServiceIdentity {
  return {
    name,
    objectId: objectIdOf(name),
    clientId: `5e2f1ce0-0000-4000-8000-0000000002${IDS[name]}`,
    header,
  };
}

export type ServiceIdentities = Readonly<Record<RoleName | 'stack', ServiceIdentity>>;

function secretHeader(): string {
  return randomBytes(32).toString('hex');
}

/** One identity for each role, each with a header that only its own process is told, new at every start. */
export function createServiceIdentities(): ServiceIdentities {
  return {
    'web-front-end': identity('web-front-end', secretHeader()),
    gateway: identity('gateway', secretHeader()),
    presentation: identity('presentation', secretHeader()),
    'data-movement': identity('data-movement', secretHeader()),
    stack: identity('stack', secretHeader()),
  };
}

/**
 * The identity of one app that holds all roles (`func start`): the Gateway's, by the header `local`, which is a
 * plain word because local.settings.json is committed and may hold no secret.
 */
export function allRolesIdentity(): ServiceIdentity {
  return identity('gateway', 'local');
}

/**
 * The people, applications and tenants that the local identity provider knows. All ids are constants, so that
 * tests and scripts may name them; they are published under `tenants` of `/.well-known/azimuth`.
 */
export type SampleUser = {
  readonly objectId: string;
  readonly signInName: string;
  readonly displayName: string;
  /** What the account is for, shown where one picks it. */
  readonly purpose: string;
  readonly isGuest: boolean;
};

export type SampleServicePrincipal = {
  readonly name: string;
  readonly clientId: string;
  readonly objectId: string;
};

export type SampleTenant = {
  readonly tenantId: string;
  readonly name: string;
  readonly displayName: string;
  readonly domain: string;
  readonly users: readonly SampleUser[];
  readonly servicePrincipals: readonly SampleServicePrincipal[];
};

/** Every sample account's password and every sample service principal's secret. */
export const SAMPLE_PASSWORD = 'azimuth';

/** The application registrations: the protected API and the single-page web application. */
export const API_APP_ID = 'a21a0000-0000-4000-8000-0000000000a1';
export const WEB_APP_ID = 'a21a0000-0000-4000-8000-0000000000b1';
export const API_APP_URI = `api://${API_APP_ID}`;
/** `.default` is the one scope that works for people and for service principals alike. */
export const API_DEFAULT_SCOPE = `${API_APP_URI}/.default`;
/** The permission that people's tokens carry in `scp`. */
export const API_SCOPE_NAME = 'user_impersonation';
/** The application permission that service principals' tokens carry in `roles`. */
export const API_APP_ROLE = 'Tenant.Automation';

type Row = readonly [suffix: string, signInName: string, displayName: string, purpose: string];

function users(idPrefix: string, rows: readonly Row[]): readonly SampleUser[] {
  return rows.map(([suffix, signInName, displayName, purpose]) => ({
    objectId: `${idPrefix}${suffix}`,
    signInName,
    displayName,
    purpose,
    isGuest: signInName.includes('#EXT#'),
  }));
}

export const CONTOSO: SampleTenant = {
  tenantId: 'c0470500-0000-4000-8000-000000000000',
  name: 'contoso',
  displayName: 'Contoso',
  domain: 'contoso.example',
  users: users('c0470500-0000-4000-8000-0000000000', [
    ['01', 'admin@contoso.example', 'Ines Moreau', 'Tenant administrator'],
    ['02', 'author@contoso.example', 'Tomas Berg', 'Brings data, builds reports and dashboards'],
    ['03', 'analyst@contoso.example', 'Mina Park', 'Analyses what others have published'],
    ['04', 'viewer@contoso.example', 'Jonas Reed', 'Sees what is shared, changes nothing'],
    ['05', 'viewer.emea@contoso.example', 'Leila Haddad', 'Viewer responsible for Europe, Middle East, Africa'],
    ['06', 'viewer.amer@contoso.example', 'Carlos Vega', 'Viewer responsible for the Americas'],
    ['07', 'guest_partner.example#EXT#@contoso.example', 'Gina Rossi', 'Guest from another organisation'],
  ]),
  servicePrincipals: [
    {
      name: 'contoso-automation',
      clientId: 'c0470500-0000-4000-8000-0000000000c1',
      objectId: 'c0470500-0000-4000-8000-0000000000c2',
    },
  ],
};

export const FABRIKAM: SampleTenant = {
  tenantId: 'fab21ca0-0000-4000-8000-000000000000',
  name: 'fabrikam',
  displayName: 'Fabrikam',
  domain: 'fabrikam.example',
  users: users('fab21ca0-0000-4000-8000-0000000000', [
    ['01', 'admin@fabrikam.example', 'Femi Adeyemi', 'Tenant administrator of another organisation'],
    ['02', 'author@fabrikam.example', 'Nora Lindqvist', 'Author in another organisation'],
    ['03', 'viewer@fabrikam.example', 'Otto Brandt', 'Viewer in another organisation'],
  ]),
  servicePrincipals: [],
};

export const SAMPLE_TENANTS: readonly SampleTenant[] = [CONTOSO, FABRIKAM];

/** The tenant with this id, domain or short name. */
export function findTenant(text: string): SampleTenant | undefined {
  const wanted = text.toLowerCase();
  return SAMPLE_TENANTS.find((tenant) => [tenant.tenantId, tenant.domain, tenant.name].includes(wanted));
}

/** A user and their tenant, by sign-in name or object id. */
export function findUser(nameOrId: string): { readonly tenant: SampleTenant; readonly user: SampleUser } | undefined {
  const wanted = nameOrId.toLowerCase();
  for (const tenant of SAMPLE_TENANTS) {
    const user = tenant.users.find((one) => one.signInName.toLowerCase() === wanted || one.objectId === wanted);
    if (user !== undefined) return { tenant, user };
  }
  return undefined;
}

/** A service principal and its tenant, by client id or name. */
export function findServicePrincipal(
  nameOrId: string,
): { readonly tenant: SampleTenant; readonly principal: SampleServicePrincipal } | undefined {
  const wanted = nameOrId.toLowerCase();
  for (const tenant of SAMPLE_TENANTS) {
    const principal = tenant.servicePrincipals.find((one) => one.clientId === wanted || one.name === wanted);
    if (principal !== undefined) return { tenant, principal };
  }
  return undefined;
}

/**
 * The people, groups, applications and tenants with which the local directory begins. All ids are constants, so that
 * tests and scripts may name them; they are published under `tenants` of `/.well-known/azimuth`.
 */
export type SampleUser = {
  readonly objectId: string;
  readonly signInName: string;
  readonly displayName: string;
  /** What the account is for, shown where one picks it. */
  readonly purpose: string;
  readonly mail: string;
  readonly isGuest: boolean;
  /** Holds the administrator's role of the directory, which tokens show as `wids`. */
  readonly isAdministrator: boolean;
};

export type SampleServicePrincipal = {
  readonly name: string;
  readonly clientId: string;
  readonly objectId: string;
};

export type SampleGroup = {
  readonly objectId: string;
  readonly displayName: string;
  readonly mail: string;
  /** Object ids of people, applications and other groups. */
  readonly members: readonly string[];
};

export type SampleTenant = {
  readonly tenantId: string;
  readonly name: string;
  readonly displayName: string;
  readonly domain: string;
  readonly users: readonly SampleUser[];
  readonly servicePrincipals: readonly SampleServicePrincipal[];
  readonly groups: readonly SampleGroup[];
  /** The API application as this tenant knows it, once its administrator has consented. */
  readonly apiPrincipalId: string;
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
/** The role template *Fabric Administrator*, as Entra numbers it. */
export const ADMINISTRATOR_TEMPLATE = 'a9ea8996-122f-4c74-9520-8edcd192826c';

type Row = readonly [suffix: string, signInName: string, displayName: string, purpose: string];

function users(idPrefix: string, rows: readonly Row[]): readonly SampleUser[] {
  return rows.map(([suffix, signInName, displayName, purpose]) => ({
    objectId: `${idPrefix}${suffix}`,
    signInName,
    displayName,
    purpose,
    mail: mailOf(signInName),
    isGuest: signInName.includes('#EXT#'),
    isAdministrator: suffix === ADMINISTRATOR_SUFFIX,
  }));
}

const ADMINISTRATOR_SUFFIX = '01';

/** A guest's own address is written into the sign-in name: `guest_partner.example#EXT#@contoso.example`. */
export function mailOf(signInName: string): string {
  const [home, guest] = signInName.split('#EXT#');
  return guest === undefined || home === undefined ? signInName : home.replace(/_(?=[^_]*$)/, '@');
}

type GroupRow = readonly [suffix: string, displayName: string, mail: string, memberSuffixes: readonly string[]];

function groups(idPrefix: string, rows: readonly GroupRow[]): readonly SampleGroup[] {
  return rows.map(([suffix, displayName, mail, members]) => ({
    objectId: `${idPrefix}${suffix}`,
    displayName,
    mail,
    members: members.map((member) => `${idPrefix}${member}`),
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
  groups: groups('c0470500-0000-4000-8000-0000000000', [
    ['d1', 'Contoso Analysts', 'analysts@contoso.example', ['02', '03']],
    ['d2', 'Contoso Viewers', 'viewers@contoso.example', ['04', 'd3']],
    ['d3', 'Regional Viewers', 'regional.viewers@contoso.example', ['05', '06']],
    ['d4', 'Contoso Automation', '', ['c2']],
  ]),
  apiPrincipalId: 'c0470500-0000-4000-8000-0000000000a2',
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
  groups: groups('fab21ca0-0000-4000-8000-0000000000', [
    ['d1', 'Fabrikam Staff', 'staff@fabrikam.example', ['01', '02', '03']],
  ]),
  apiPrincipalId: 'fab21ca0-0000-4000-8000-0000000000a2',
};

export const SAMPLE_TENANTS: readonly SampleTenant[] = [CONTOSO, FABRIKAM];

import type { DirectoryTenant } from '../directory/directory-changes.ts';
import type { ProviderSettings } from './provider-settings.ts';
import { API_APP_ID, API_APP_ROLE, type SampleServicePrincipal } from './sample-directory.ts';
import { accessTokenLife, signToken } from './sign-token.ts';

type Application = {
  readonly clientId: string;
  readonly name: string;
  /** The application as this tenant knows it. */
  readonly objectId: string;
  readonly roles: readonly string[];
  /** How it proved itself: `1` by a secret, `2` by an assertion. */
  readonly proof: '1' | '2';
};

/** What the administrator of a customer's tenant consents to, so that the service may ask Graph for its directory. */
const GRAPH_ROLES: readonly string[] = [
  'User.Read.All',
  'GroupMember.Read.All',
  'Application.Read.All',
  'User.Invite.All',
];

/** The token endpoint's answer for a service principal: an app-only access token, nothing else. */
export function servicePrincipalTokens(
  settings: ProviderSettings,
  tenant: DirectoryTenant,
  { clientId, name, objectId }: SampleServicePrincipal,
  audience: string,
  extraClaims: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  const application: Application = { clientId, name, objectId, roles: [API_APP_ROLE], proof: '1' };
  return applicationTokens(settings, tenant, application, audience, extraClaims);
}

/** The answer for the API application itself: it may read the tenant's directory. */
export function apiApplicationTokens(
  settings: ProviderSettings,
  tenant: DirectoryTenant,
  audience: string,
): Promise<Record<string, unknown>> {
  const objectId = tenant.apiPrincipalId;
  const application: Application = { clientId: API_APP_ID, name: 'Azimuth', objectId, roles: GRAPH_ROLES, proof: '2' };
  return applicationTokens(settings, tenant, application, audience, {});
}

async function applicationTokens(
  settings: ProviderSettings,
  tenant: DirectoryTenant,
  { clientId, name, objectId, roles, proof }: Application,
  audience: string,
  extraClaims: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  const life = accessTokenLife();
  const accessToken = await signToken(settings, tenant.tenantId, life, {
    aud: audience,
    azp: clientId,
    azpacr: proof,
    app_displayname: name,
    idtyp: 'app',
    oid: objectId,
    roles,
    sub: objectId,
    ...extraClaims,
  });
  return { token_type: 'Bearer', expires_in: life, ext_expires_in: life, access_token: accessToken };
}

import { createHash, timingSafeEqual } from 'node:crypto';
import { apiApplicationTokens, servicePrincipalTokens } from './application-token.ts';
import type { AuthorizationCodes } from './authorization-codes.ts';
import { capabilityClaims } from './claims-parameter.ts';
import { proveApiApplication } from './client-assertion.ts';
import { userTokens } from './issue-tokens.ts';
import { OAuthRefusal, oauthErrorReply } from './oauth-error.ts';
import { onBehalfOf } from './on-behalf-of-grant.ts';
import { type ProviderSettings, webOrigins } from './provider-settings.ts';
import { readRefreshToken } from './refresh-token.ts';
import { type Incoming, json, type Reply } from './reply.ts';
import { parseApplicationScope, parseUserScope } from './requested-scope.ts';
import { API_DEFAULT_SCOPE, SAMPLE_PASSWORD, WEB_APP_ID } from './sample-directory.ts';
import { type Grant, required, samePlace, type TokenCall } from './token-call.ts';

const ANY_TENANT: readonly string[] = ['organizations', 'common'];

function sameText(given: string, wanted: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}

function webClient(form: URLSearchParams): string {
  const clientId = required(form, 'client_id').toLowerCase();
  if (clientId !== WEB_APP_ID) throw new OAuthRefusal('client-unknown');
  return clientId;
}

/** Tokens of a single-page application are given only to a page of its own origin, as Entra does. */
function ownPage({ settings, incoming }: TokenCall): void {
  const { origin } = incoming;
  if (origin === undefined || !webOrigins(settings.publicUrl).includes(origin)) throw new OAuthRefusal('origin-wrong');
}

const authorizationCode: Grant = async (call) => {
  const { form } = call.incoming;
  const clientId = webClient(form);
  ownPage(call);
  const signIn = call.codes.redeem(required(form, 'code'), {
    clientId,
    redirectUri: required(form, 'redirect_uri'),
    verifier: required(form, 'code_verifier'),
  });
  samePlace(signIn.tenant, call.tenant);
  const scope = form.get('scope');
  const extraClaims = capabilityClaims(form.get('claims'));
  return userTokens(call.settings, {
    ...signIn,
    ...(scope === null ? {} : { scope: parseUserScope(scope) }),
    extraClaims,
  });
};

const refreshToken: Grant = async (call) => {
  const { form } = call.incoming;
  const clientId = webClient(form);
  const grant = await readRefreshToken(call.settings, required(form, 'refresh_token'));
  const found = call.settings.directory.user(grant.objectId);
  if (found === undefined || grant.clientId !== clientId) throw new OAuthRefusal('refresh-invalid');
  samePlace(found.tenant, call.tenant);
  const scope = parseUserScope(form.get('scope') ?? API_DEFAULT_SCOPE);
  return userTokens(call.settings, {
    ...found,
    clientId,
    scope: { ...scope, wantsRefresh: true },
    signedInAt: grant.signedInAt,
    refreshUntil: grant.until,
    extraClaims: capabilityClaims(form.get('claims')),
  });
};

/** For scripts: client id and scope may be left out, and are then the web application's and the API's. */
const password: Grant = async (call) => {
  const { form } = call.incoming;
  const clientId = form.has('client_id') ? webClient(form) : WEB_APP_ID;
  const found = call.settings.directory.user(required(form, 'username'));
  const given = required(form, 'password');
  if (found === undefined) throw new OAuthRefusal('user-unknown');
  samePlace(found.tenant, call.tenant);
  if (!sameText(given, SAMPLE_PASSWORD)) throw new OAuthRefusal('password-wrong');
  return userTokens(call.settings, {
    ...found,
    clientId,
    scope: parseUserScope(form.get('scope') ?? API_DEFAULT_SCOPE, found.user.isAdministrator),
    extraClaims: capabilityClaims(form.get('claims')),
  });
};

function basicCredentials(header: string | undefined): { readonly id: string; readonly secret: string } | undefined {
  const encoded = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [id = '', secret = ''] = Buffer.from(encoded, 'base64').toString('utf8').split(/:(.*)/s);
  try {
    return { id: decodeURIComponent(id), secret: decodeURIComponent(secret) };
  } catch {
    return { id, secret };
  }
}

/** The API application asks for Graph, in the tenant that the address names. */
const apiApplication: Grant = async ({ settings, incoming, tenant }) => {
  await proveApiApplication(settings, incoming.form);
  if (tenant === undefined) throw new OAuthRefusal('tenant-missing');
  return apiApplicationTokens(settings, tenant, parseApplicationScope(incoming.form.get('scope'), 'graph'));
};

const clientCredentials: Grant = async (call) => {
  const { form, authorization } = call.incoming;
  if (form.has('client_assertion')) return apiApplication(call);
  const basic = basicCredentials(authorization);
  const found = call.settings.directory.servicePrincipal(basic?.id ?? required(form, 'client_id'));
  if (found === undefined) throw new OAuthRefusal('client-unknown');
  samePlace(found.tenant, call.tenant);
  const secret = basic?.secret ?? form.get('client_secret') ?? '';
  if (secret === '') throw new OAuthRefusal('secret-missing');
  if (!sameText(secret, SAMPLE_PASSWORD)) throw new OAuthRefusal('secret-wrong');
  const audience = parseApplicationScope(form.get('scope'), 'api');
  const extraClaims = capabilityClaims(form.get('claims'));
  return servicePrincipalTokens(call.settings, found.tenant, found.principal, audience, extraClaims);
};

const GRANTS: ReadonlyMap<string, Grant> = new Map([
  ['authorization_code', authorizationCode],
  ['refresh_token', refreshToken],
  ['password', password],
  ['client_credentials', clientCredentials],
  ['urn:ietf:params:oauth:grant-type:jwt-bearer', onBehalfOf],
]);

function namedTenant(settings: ProviderSettings, text: string | undefined): TokenCall['tenant'] {
  if (text === undefined || ANY_TENANT.includes(text)) return undefined;
  const tenant = settings.directory.tenant(text);
  if (tenant === undefined) throw new OAuthRefusal('tenant-unknown');
  return tenant;
}

/** POST …/oauth2/v2.0/token: the grants, and Entra's error body for every refusal. */
export async function tokenEndpoint(
  settings: ProviderSettings,
  codes: AuthorizationCodes,
  tenantText: string | undefined,
  incoming: Incoming,
): Promise<Reply> {
  try {
    const repeated = [...incoming.form.keys()].find((name, at, all) => all.indexOf(name) !== at);
    if (repeated !== undefined) throw new OAuthRefusal('parameter-repeated', repeated);
    const grant = GRANTS.get(required(incoming.form, 'grant_type'));
    if (grant === undefined) throw new OAuthRefusal('grant-unsupported');
    return json(200, await grant({ settings, codes, incoming, tenant: namedTenant(settings, tenantText) }));
  } catch (thrown) {
    if (thrown instanceof OAuthRefusal) return oauthErrorReply(thrown, settings.now());
    throw thrown;
  }
}

import { createHash, randomBytes } from 'node:crypto';
import { SignJWT } from 'jose';
import type { ProviderSettings } from './provider-settings.ts';
import { issuerOf } from './provider-settings.ts';
import { issueRefreshToken } from './refresh-token.ts';
import type { RequestedScope } from './requested-scope.ts';
import { API_APP_ROLE, type SampleServicePrincipal, type SampleTenant, type SampleUser } from './sample-directory.ts';

/** A person who signed in to a client application, and what the client asked for. */
export type UserSignIn = {
  readonly tenant: SampleTenant;
  readonly user: SampleUser;
  readonly clientId: string;
  readonly scope: RequestedScope;
  readonly nonce?: string | undefined;
  /** When a chain of refresh tokens ends; it is never extended. */
  readonly refreshUntil?: number | undefined;
};

function seconds(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}

/** The subject of a person in one application: stable there, and of no use in another. */
function pairwiseSubject(objectId: string, clientId: string): string {
  return createHash('sha256').update(`${objectId}|${clientId}`).digest('base64url');
}

/** Entra varies the life of access tokens between 60 and 90 minutes. */
function accessTokenLife(): number {
  return 3600 + (randomBytes(2).readUInt16BE() % 1801);
}

function sign(
  settings: ProviderSettings,
  tenantId: string,
  life: number,
  claims: Record<string, unknown>,
): Promise<string> {
  const now = seconds(settings.now());
  const { kid, privateKey } = settings.keys.user;
  return new SignJWT({ ...claims, tid: tenantId, ver: '2.0', uti: randomBytes(16).toString('base64url') })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid })
    .setIssuer(issuerOf(tenantId))
    .setIssuedAt(now)
    .setNotBefore(now)
    .setExpirationTime(now + life)
    .sign(privateKey);
}

/** `preferred_username` and its like: names to show, which no check may rest on. */
function names(user: SampleUser): Record<string, unknown> {
  const shown = user.isGuest ? user.signInName.replace(/#EXT#.*$/, '').replace(/_(?=[^_]*$)/, '@') : user.signInName;
  return {
    name: user.displayName,
    preferred_username: shown,
    upn: user.signInName,
    ...(user.isGuest ? { acct: 1 } : {}),
  };
}

/** The token endpoint's answer for a person: access token, id token and refresh token as far as asked for. */
export async function userTokens(settings: ProviderSettings, signIn: UserSignIn): Promise<Record<string, unknown>> {
  const { tenant, user, clientId, scope } = signIn;
  const life = accessTokenLife();
  const accessToken = await sign(settings, tenant.tenantId, life, {
    aud: scope.audience,
    azp: clientId,
    azpacr: '0',
    oid: user.objectId,
    scp: scope.permissions.join(' '),
    sub: pairwiseSubject(user.objectId, scope.audience),
    ...names(user),
  });
  return {
    token_type: 'Bearer',
    scope: scope.granted.join(' '),
    expires_in: life,
    ext_expires_in: life,
    access_token: accessToken,
    ...(scope.wantsRefresh ? await refreshPart(settings, signIn) : {}),
    ...(scope.wantsIdToken ? { id_token: await idToken(settings, signIn) } : {}),
    client_info: Buffer.from(JSON.stringify({ uid: user.objectId, utid: tenant.tenantId })).toString('base64url'),
  };
}

function idToken(settings: ProviderSettings, { tenant, user, clientId, nonce }: UserSignIn): Promise<string> {
  return sign(settings, tenant.tenantId, 3600, {
    aud: clientId,
    oid: user.objectId,
    sub: pairwiseSubject(user.objectId, clientId),
    ...(nonce === undefined ? {} : { nonce }),
    ...names(user),
  });
}

async function refreshPart(settings: ProviderSettings, signIn: UserSignIn): Promise<Record<string, unknown>> {
  const now = seconds(settings.now());
  const until = signIn.refreshUntil ?? now + 24 * 3600;
  return {
    refresh_token: await issueRefreshToken(settings, {
      objectId: signIn.user.objectId,
      clientId: signIn.clientId,
      until,
    }),
    refresh_token_expires_in: until - now,
  };
}

/** The token endpoint's answer for a service principal: an app-only access token, nothing else. */
export async function servicePrincipalTokens(
  settings: ProviderSettings,
  tenant: SampleTenant,
  principal: SampleServicePrincipal,
  audience: string,
): Promise<Record<string, unknown>> {
  const life = accessTokenLife();
  const accessToken = await sign(settings, tenant.tenantId, life, {
    aud: audience,
    azp: principal.clientId,
    azpacr: '1',
    app_displayname: principal.name,
    idtyp: 'app',
    oid: principal.objectId,
    roles: [API_APP_ROLE],
    sub: principal.objectId,
  });
  return { token_type: 'Bearer', expires_in: life, ext_expires_in: life, access_token: accessToken };
}

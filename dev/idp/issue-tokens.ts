import type { DirectoryTenant, DirectoryUser } from '../directory/directory-changes.ts';
import { checkAccount } from './account-gate.ts';
import { OAuthRefusal } from './oauth-error.ts';
import type { ProviderSettings } from './provider-settings.ts';
import { issueRefreshToken } from './refresh-token.ts';
import type { RequestedScope } from './requested-scope.ts';
import { ADMINISTRATOR_TEMPLATE, mailOf } from './sample-directory.ts';
import { accessTokenLife, pairwiseSubject, seconds, signToken } from './sign-token.ts';

/** A person who signed in to a client application, and what the client asked for. */
export type UserSignIn = {
  readonly tenant: DirectoryTenant;
  readonly user: DirectoryUser;
  readonly clientId: string;
  /** True where the client is an application that proves itself, and no page of a browser. */
  readonly clientProvesItself?: boolean;
  readonly scope: RequestedScope;
  readonly nonce?: string | undefined;
  /** When the person signed in, in milliseconds; now where it is left out. */
  readonly signedInAt?: number | undefined;
  /** When a chain of refresh tokens ends; it is never extended. */
  readonly refreshUntil?: number | undefined;
  /** What the client asked to have in the access token beside the usual. */
  readonly extraClaims?: Readonly<Record<string, unknown>>;
};

/** The role template that every member's token carries. */
const EVERYBODY_TEMPLATE = 'b79fbf4d-3ef9-4689-8143-76b194e85509';

/** `preferred_username` and its like: names to show, which no check may rest on. */
function names(user: DirectoryUser): Record<string, unknown> {
  return {
    name: user.displayName,
    preferred_username: user.isGuest ? mailOf(user.signInName) : user.signInName,
    upn: user.signInName,
    ...(user.isGuest ? { acct: 1 } : {}),
  };
}

function roleTemplates({ isAdministrator }: DirectoryUser): readonly string[] {
  return isAdministrator ? [ADMINISTRATOR_TEMPLATE, EVERYBODY_TEMPLATE] : [EVERYBODY_TEMPLATE];
}

/** The same sign-in with the account as it stands now, which may be disabled or gone by now. */
function renewed(settings: ProviderSettings, signIn: UserSignIn): UserSignIn {
  const found = settings.directory.user(signIn.user.objectId);
  if (found === undefined) throw new OAuthRefusal('user-unknown');
  checkAccount(found.user, signIn.signedInAt);
  return { ...signIn, ...found };
}

/** The token endpoint's answer for a person: access token, id token and refresh token as far as asked for. */
export async function userTokens(settings: ProviderSettings, asked: UserSignIn): Promise<Record<string, unknown>> {
  const signIn = renewed(settings, asked);
  const { tenant, user, clientId, scope } = signIn;
  const life = accessTokenLife();
  const accessToken = await signToken(settings, tenant.tenantId, life, {
    aud: scope.audience,
    azp: clientId,
    azpacr: signIn.clientProvesItself === true ? '2' : '0',
    oid: user.objectId,
    scp: scope.permissions.join(' '),
    sub: pairwiseSubject(user.objectId, scope.audience),
    wids: roleTemplates(user),
    ...names(user),
    ...signIn.extraClaims,
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
  return signToken(settings, tenant.tenantId, 3600, {
    aud: clientId,
    oid: user.objectId,
    sub: pairwiseSubject(user.objectId, clientId),
    ...(nonce === undefined ? {} : { nonce }),
    ...names(user),
  });
}

async function refreshPart(settings: ProviderSettings, signIn: UserSignIn): Promise<Record<string, unknown>> {
  const now = settings.now();
  const until = signIn.refreshUntil ?? seconds(now) + 24 * 3600;
  return {
    refresh_token: await issueRefreshToken(settings, {
      objectId: signIn.user.objectId,
      clientId: signIn.clientId,
      signedInAt: signIn.signedInAt ?? now.getTime(),
      until,
    }),
    refresh_token_expires_in: until - seconds(now),
  };
}

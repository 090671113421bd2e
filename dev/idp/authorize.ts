import { mayStaySignedIn } from './account-gate.ts';
import { accountPage, problemPage, signedOutPage } from './account-page.ts';
import type { AuthorizationCodes } from './authorization-codes.ts';
import type { UserSignIn } from './issue-tokens.ts';
import { OAuthRefusal } from './oauth-error.ts';
import { isRegisteredRedirect, type ProviderSettings, webOrigins } from './provider-settings.ts';
import { html, type Incoming, type Reply, redirect } from './reply.ts';
import { parseUserScope, type RequestedScope } from './requested-scope.ts';
import { WEB_APP_ID } from './sample-directory.ts';
import { endSessionCookie, readSession, startSessionCookie } from './session-cookie.ts';

type Asked = {
  readonly redirectUri: string;
  readonly mode: 'query' | 'fragment';
  readonly challenge: string;
  readonly scope: RequestedScope;
};

/** Sends the answer to the client's page. The state travels back untouched. */
function answer(
  incoming: Incoming,
  asked: Pick<Asked, 'redirectUri' | 'mode'>,
  values: Record<string, string>,
  headers = {},
): Reply {
  const params = new URLSearchParams(values);
  const state = incoming.query.get('state');
  if (state !== null) params.set('state', state);
  return redirect(`${asked.redirectUri}${asked.mode === 'query' ? '?' : '#'}${params}`, headers);
}

function refuse(incoming: Incoming, asked: Pick<Asked, 'redirectUri' | 'mode'>, error: string, text: string): Reply {
  return answer(incoming, asked, { error, error_description: text });
}

/** Checks what the client asked for; an untrusted client or address gets a page, and is never redirected to. */
function check(settings: ProviderSettings, incoming: Incoming): Asked | Reply {
  const { query } = incoming;
  const redirectUri = query.get('redirect_uri') ?? '';
  if (query.get('client_id')?.toLowerCase() !== WEB_APP_ID) {
    return html(400, problemPage('AADSTS700016', 'No application with that client_id is registered here.'));
  }
  if (!isRegisteredRedirect(settings.publicUrl, redirectUri)) {
    return html(
      400,
      problemPage('AADSTS50011', `The redirect_uri ${redirectUri} is not registered for this application.`),
    );
  }
  const mode = query.get('response_mode') ?? 'query';
  const place = { redirectUri, mode: mode === 'fragment' ? 'fragment' : 'query' } as const;
  if (mode !== 'query' && mode !== 'fragment') {
    return refuse(incoming, place, 'invalid_request', 'AADSTS900021: response_mode must be query or fragment.');
  }
  if (query.get('response_type') !== 'code') {
    return refuse(incoming, place, 'unsupported_response_type', 'AADSTS700054: response_type must be code.');
  }
  const challenge = query.get('code_challenge') ?? '';
  if (query.get('code_challenge_method') !== 'S256' || !/^[\w-]{43}$/.test(challenge)) {
    return refuse(incoming, place, 'invalid_request', 'AADSTS9002325: a code_challenge by S256 is required.');
  }
  try {
    return { ...place, challenge, scope: parseUserScope(query.get('scope')) };
  } catch (thrown) {
    if (!(thrown instanceof OAuthRefusal)) throw thrown;
    return refuse(
      incoming,
      place,
      'invalid_scope',
      `AADSTS70011: the scope is not valid: ${thrown.fact ?? 'none given'}.`,
    );
  }
}

function isReply(value: Asked | Reply): value is Reply {
  return 'status' in value;
}

async function finish(
  settings: ProviderSettings,
  codes: AuthorizationCodes,
  incoming: Incoming,
  asked: Asked,
  found: Found,
): Promise<Reply> {
  const nonce = incoming.query.get('nonce') ?? undefined;
  const signedInAt = settings.now().getTime();
  const signIn = { ...found, clientId: WEB_APP_ID, scope: asked.scope, nonce, signedInAt };
  const code = codes.issue({ signIn, redirectUri: asked.redirectUri, challenge: asked.challenge });
  const clientInfo = JSON.stringify({ uid: found.user.objectId, utid: found.tenant.tenantId });
  const cookie = await startSessionCookie(settings, found.user.objectId);
  return answer(
    incoming,
    asked,
    { code, client_info: Buffer.from(clientInfo).toString('base64url') },
    { 'set-cookie': cookie },
  );
}

type Found = Pick<UserSignIn, 'tenant' | 'user'>;

/** The account of the session, where it is one of those allowed, still valid, and the one that the client hints at. */
async function signedIn(
  settings: ProviderSettings,
  incoming: Incoming,
  allowed: (nameOrId: string) => Found | undefined,
): Promise<Found | undefined> {
  const session = await readSession(settings, incoming.cookies);
  const found = session === undefined ? undefined : allowed(session.objectId);
  if (found === undefined) return undefined;
  const hint = incoming.query.get('login_hint');
  if (hint !== null && allowed(hint)?.user.objectId !== found.user.objectId) return undefined;
  return mayStaySignedIn(found.user, session?.signedInAt) ? found : undefined;
}

/** GET shows the sample accounts, POST takes the chosen one; `prompt=none` answers from the session alone. */
export async function authorize(
  settings: ProviderSettings,
  codes: AuthorizationCodes,
  tenantText: string,
  incoming: Incoming,
): Promise<Reply> {
  const named = settings.directory.tenant(tenantText);
  if (named === undefined && tenantText !== 'organizations' && tenantText !== 'common') {
    return html(400, problemPage('AADSTS90002', 'There is no such tenant. The samples are contoso and fabrikam.'));
  }
  const asked = check(settings, incoming);
  if (isReply(asked)) return asked;
  const allowed = (nameOrId: string): Found | undefined => {
    const found = settings.directory.user(nameOrId);
    return named === undefined || found?.tenant.tenantId === named.tenantId ? found : undefined;
  };

  if (incoming.method === 'POST') {
    const chosen = allowed(incoming.form.get('account') ?? '');
    if (chosen === undefined) return html(400, problemPage('AADSTS50020', 'That account may not sign in here.'));
    if (!chosen.user.isEnabled) return html(400, problemPage('AADSTS50057', 'The account is disabled.'));
    return finish(settings, codes, incoming, asked, chosen);
  }
  if (incoming.query.get('prompt') === 'none') {
    const found = await signedIn(settings, incoming, allowed);
    if (found !== undefined) return finish(settings, codes, incoming, asked, found);
    return refuse(
      incoming,
      asked,
      'login_required',
      'AADSTS50058: nobody is signed in, and prompt=none forbids to ask.',
    );
  }
  const action = `?${incoming.query}`;
  return html(
    200,
    accountPage(named === undefined ? settings.directory.tenants() : [named], action),
    new URL(asked.redirectUri).origin,
  );
}

/** Ends the session and goes back to the application where it named one of its own pages. */
export function logout(settings: ProviderSettings, incoming: Incoming): Reply {
  const cookie = { 'set-cookie': endSessionCookie(settings) };
  const back = incoming.query.get('post_logout_redirect_uri');
  const known = back !== null && URL.canParse(back) && webOrigins(settings.publicUrl).includes(new URL(back).origin);
  if (!known)
    return { ...html(200, signedOutPage(settings.publicUrl)), headers: { ...html(200, '').headers, ...cookie } };
  const target = new URL(back);
  const state = incoming.query.get('state');
  if (state !== null) target.searchParams.set('state', state);
  return redirect(target.href, cookie);
}

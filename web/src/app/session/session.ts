import type { AccountInfo, AuthenticationResult, PublicClientApplication } from '@azure/msal-browser';
import type { WellKnown } from '../../../../shared/contract/well-known.ts';
import type { TokenSource, TokenWish } from '../../api/api.ts';
import { getWellKnown } from '../../api/get-well-known.ts';
import { isCallback, landingPath, returnPath } from './return-path.ts';
import { keepSessionEnd, takeSessionEnd } from './session-end.ts';

/** A signed-in person, as far as the page needs to know before the service is asked. */
export type Session = {
  readonly name: string;
  readonly signInName: string;
  readonly wellKnown: WellKnown;
  readonly tokens: TokenSource;
  /** True where this very page load ended a sign-in. */
  readonly isFresh: boolean;
  readonly signOut: () => Promise<void>;
};

export type SessionStart =
  | { readonly kind: 'signed-in'; readonly session: Session }
  | { readonly kind: 'signed-out'; readonly signIn: () => Promise<void>; readonly why: string | undefined };

const CALLBACK = '/auth/callback';

async function openClient(wellKnown: WellKnown): Promise<PublicClientApplication> {
  const { PublicClientApplication } = await import('@azure/msal-browser');
  const { authority, clientId, knownAuthorities, authorityMetadata, cloudDiscoveryMetadata } = wellKnown;
  const client = new PublicClientApplication({
    auth: {
      clientId,
      authority,
      // The service may ask for a new token at any time, and says in its refusal what the token must prove.
      clientCapabilities: ['CP1'],
      redirectUri: window.location.origin + CALLBACK,
      postLogoutRedirectUri: `${window.location.origin}/`,
      ...(knownAuthorities === undefined ? {} : { knownAuthorities }),
      ...(authorityMetadata === undefined ? {} : { authorityMetadata }),
      ...(cloudDiscoveryMetadata === undefined ? {} : { cloudDiscoveryMetadata }),
    },
    // Shared by all tabs; MSAL encrypts it with a key that ends with the browser's session.
    cache: { cacheLocation: 'localStorage' },
  });
  await client.initialize();
  return client;
}

/** Takes the answer of a sign-in, if this page load brings one, and puts the address back that was wanted. */
async function takeAnswer(client: PublicClientApplication): Promise<AuthenticationResult | null> {
  try {
    return await client.handleRedirectPromise({ navigateToLoginRequestUrl: false });
  } finally {
    if (isCallback(window.location.pathname)) window.history.replaceState(null, '', '/');
  }
}

type SignedIn = {
  readonly client: PublicClientApplication;
  readonly account: AccountInfo;
  readonly scopes: string[];
};

async function getToken({ client, account, scopes }: SignedIn, wish: TokenWish): Promise<string> {
  const { InteractionRequiredAuthError } = await import('@azure/msal-browser');
  try {
    const proof = wish.kind === 'challenged' && wish.claims !== undefined ? { claims: wish.claims } : {};
    const result = await client.acquireTokenSilent({ account, scopes, forceRefresh: wish.kind !== 'kept', ...proof });
    return result.accessToken;
  } catch (thrown) {
    if (!(thrown instanceof InteractionRequiredAuthError)) throw thrown;
    if (wish.kind === 'challenged') return await endSession(client, account, ENDED, wish.claims);
    await client.loginRedirect({ scopes, loginHint: account.username, state: returnPath(window.location) });
    return await new Promise<never>(() => undefined);
  }
}

const ENDED = 'Your session was ended, or your account has changed. Sign in again.';
let ending: Promise<void> | undefined;

/**
 * Forgets the account and loads the page again, which then shows the sign-in screen with the reason. Signing in is left
 * to the person: an account that the service refuses would be sent to and fro for ever. Never comes back.
 */
async function endSession(
  client: PublicClientApplication,
  account: AccountInfo,
  why: string,
  claims: string | undefined,
): Promise<never> {
  ending ??= client.clearCache({ account }).finally(() => {
    keepSessionEnd({ why, claims });
    window.location.reload();
  });
  await ending;
  return await new Promise<never>(() => undefined);
}

function tokenSource(signedIn: SignedIn): TokenSource {
  const { client, account } = signedIn;
  return {
    get: (wish) => getToken(signedIn, wish),
    onEnded: (why, claims) => void endSession(client, account, why, claims),
  };
}

/** Finds out who is signed in. Called once, before the first screen. */
export async function startSession(): Promise<SessionStart> {
  const isLanding = isCallback(window.location.pathname);
  const code = import('@azure/msal-browser');
  const wellKnown = await getWellKnown();
  await code;
  const client = await openClient(wellKnown);
  const scopes = wellKnown.scope.split(' ').filter((scope) => scope !== '');
  const end = takeSessionEnd();
  let why = end?.why;
  const result = await takeAnswer(client).catch((thrown: unknown) => {
    why = thrown instanceof Error ? thrown.message : 'The sign-in was not completed.';
    return null;
  });
  const account = result?.account ?? client.getActiveAccount() ?? client.getAllAccounts()[0];
  if (result !== null && isLanding) window.history.replaceState(null, '', landingPath(result.state));
  if (account === undefined || account === null) {
    const proof = end?.claims === undefined ? {} : { claims: end.claims };
    const signIn = () => client.loginRedirect({ scopes, state: returnPath(window.location), ...proof });
    return { kind: 'signed-out', signIn, why };
  }
  client.setActiveAccount(account);
  const session: Session = {
    name: account.name ?? account.username,
    signInName: account.username,
    wellKnown,
    isFresh: result !== null,
    tokens: tokenSource({ client, account, scopes }),
    signOut: () => client.logoutRedirect({ account }),
  };
  return { kind: 'signed-in', session };
}

/** Whether somebody has signed in here before: then the application is fetched before that is certain. */
export function isLikelySignedIn(): boolean {
  return (
    isCallback(window.location.pathname) || Object.keys(window.localStorage).some((key) => key.startsWith('msal.'))
  );
}

import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identityProvider } from '../../../dev/idp/identity-provider.ts';
import { API_DEFAULT_SCOPE, WEB_APP_ID } from '../../../dev/idp/sample-directory.ts';
import { loadLocalKeys } from '../../../dev/idp/signing-keys.ts';

const PUBLIC_URL = 'http://localhost:8080';
export const CALLBACK = `${PUBLIC_URL}/auth/callback`;
const VERIFIER = 'v'.repeat(43);
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');

/** A running identity provider whose clock the test moves. */
export type Provider = {
  readonly url: string;
  readonly clock: { now: Date };
  close(): void;
};

export async function startProvider(): Promise<Provider> {
  const folder = mkdtempSync(join(tmpdir(), 'azimuth-idp-'));
  const keys = await loadLocalKeys(join(folder, 'keys.json'));
  const clock = { now: new Date() };
  const server: Server = createServer(
    identityProvider({ publicUrl: PUBLIC_URL, keys, now: () => clock.now }, () => undefined),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  return {
    url: `http://127.0.0.1:${address.port}`,
    clock,
    close() {
      server.closeAllConnections();
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type TokenAnswer = { readonly status: number; readonly body: Record<string, unknown> };

/** POST to the token endpoint, as a page of the web application unless told otherwise. */
export async function askToken(
  provider: Provider,
  form: Readonly<Record<string, string>>,
  {
    path = '/organizations/oauth2/v2.0/token',
    origin = PUBLIC_URL,
  }: { path?: string; origin?: string | undefined } = {},
): Promise<TokenAnswer> {
  const headers: Record<string, string> = origin === '' ? {} : { origin };
  const response = await fetch(provider.url + path, { method: 'POST', headers, body: new URLSearchParams(form) });
  return { status: response.status, body: JSON.parse(await response.text()) };
}

export function authorizeUrl(provider: Provider, changes: Readonly<Record<string, string | undefined>> = {}): URL {
  const url = new URL('/organizations/oauth2/v2.0/authorize', provider.url);
  const params: Record<string, string | undefined> = {
    client_id: WEB_APP_ID,
    response_type: 'code',
    response_mode: 'fragment',
    redirect_uri: CALLBACK,
    scope: `openid profile offline_access ${API_DEFAULT_SCOPE}`,
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
    state: 'the state',
    nonce: 'the nonce',
    ...changes,
  };
  for (const [name, value] of Object.entries(params)) if (value !== undefined) url.searchParams.set(name, value);
  return url;
}

/** Picks an account on the page and gives what came back in the address of the callback. */
export async function pickAccount(provider: Provider, objectId: string): Promise<URLSearchParams> {
  const response = await fetch(authorizeUrl(provider), {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ account: objectId }),
  });
  return new URLSearchParams(new URL(response.headers.get('location') ?? '').hash.slice(1));
}

export function redeem(code: string, changes: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    grant_type: 'authorization_code',
    client_id: WEB_APP_ID,
    code,
    redirect_uri: CALLBACK,
    code_verifier: VERIFIER,
    ...changes,
  };
}

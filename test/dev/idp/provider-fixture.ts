import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalDirectory, type LocalDirectory } from '../../../dev/directory/local-directory.ts';
import { answerIdentityRequest } from '../../../dev/identity-endpoint/identity-endpoint.ts';
import {
  createServiceIdentities,
  type RoleName,
  TOKEN_EXCHANGE_AUDIENCE,
} from '../../../dev/identity-endpoint/service-identities.ts';
import { createKeyRing, type KeyRing } from '../../../dev/idp/key-ring.ts';
import { API_APP_ID, API_DEFAULT_SCOPE, WEB_APP_ID } from '../../../dev/idp/sample-directory.ts';
import { type LocalKeys, loadLocalKeys } from '../../../dev/idp/signing-keys.ts';
import { identityAndGraph } from '../../../dev/stack/identity-servers.ts';

const PUBLIC_URL = 'http://localhost:8080';
export const CALLBACK = `${PUBLIC_URL}/auth/callback`;
const VERIFIER = 'v'.repeat(43);
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');

/** A running identity provider with the stand-in of Graph beside it, whose clock the test moves. */
export type Provider = {
  readonly url: string;
  readonly graphUrl: string;
  readonly clock: { now: Date };
  readonly directory: LocalDirectory;
  readonly keyRing: KeyRing;
  /** The token of a role's managed identity, such as the local identity endpoint gives. */
  identityToken(role: RoleName | 'stack', audience?: string): Promise<string>;
  close(): void;
};

/** Made once for a test file, because making keys takes long. */
let madeKeys: Promise<LocalKeys> | undefined;

async function makeKeys(): Promise<LocalKeys> {
  const folder = mkdtempSync(join(tmpdir(), 'azimuth-idp-'));
  try {
    return await loadLocalKeys(join(folder, 'keys.json'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function startProvider(): Promise<Provider> {
  madeKeys ??= makeKeys();
  const keys = await madeKeys;
  const clock = { now: new Date() };
  const directory = createLocalDirectory();
  const keyRing = createKeyRing(keys.user);
  const settings = { publicUrl: PUBLIC_URL, keys, keyRing, directory, now: () => clock.now };
  const server: Server = createServer(identityAndGraph(settings, () => undefined));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  const url = `http://127.0.0.1:${address.port}`;
  return {
    url,
    graphUrl: `${url}/graph/v1.0`,
    clock,
    directory,
    keyRing,
    identityToken: (role, audience = TOKEN_EXCHANGE_AUDIENCE) => identityToken(keys, () => clock.now, role, audience),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function identityToken(
  { service }: LocalKeys,
  now: () => Date,
  role: RoleName | 'stack',
  audience: string,
): Promise<string> {
  const own = createServiceIdentities();
  const settings = { identities: Object.values(own), key: service, audiences: [audience], now };
  const url = new URL(`http://local/msi/token?api-version=2019-08-01&resource=${encodeURIComponent(audience)}`);
  const { body } = await answerIdentityRequest(settings, url, own[role].header);
  return String(body['access_token']);
}

/** The form by which the API application asks for Graph, or exchanges a person's token. */
export async function apiApplication(
  provider: Provider,
  changes: Readonly<Record<string, string>> = {},
): Promise<Record<string, string>> {
  return {
    grant_type: 'client_credentials',
    client_id: API_APP_ID,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await provider.identityToken('gateway'),
    scope: 'https://graph.microsoft.com/.default',
    ...changes,
  };
}

/** A sample account's access token by its password. */
export async function passwordToken(provider: Provider, username: string, scope = API_DEFAULT_SCOPE): Promise<string> {
  const form = { grant_type: 'password', username, password: 'azimuth', scope };
  const { body } = await askToken(provider, form);
  return String(body['access_token']);
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

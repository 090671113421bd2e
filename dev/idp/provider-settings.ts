import type { LocalDirectory } from '../directory/local-directory.ts';
import type { KeyRing } from './key-ring.ts';
import type { LocalKeys } from './signing-keys.ts';

/** What the identity provider is started with. Time comes through `now`, so that tests can let tokens age. */
export type ProviderSettings = {
  /** The public address of the stack, `http://localhost:8080`. */
  readonly publicUrl: string;
  readonly keys: LocalKeys;
  /** What signs people's and applications' tokens, and what is published of it. */
  readonly keyRing: KeyRing;
  readonly directory: LocalDirectory;
  readonly now: () => Date;
};

/**
 * The authority that clients name. msal-browser demands https for an authority and compares the issuer's host with
 * it; the endpoints themselves are plain http on the public port, told to it by `authorityMetadata`.
 */
export const AUTHORITY_HOST = 'login.azimuth.localhost';
export const AUTHORITY = `https://${AUTHORITY_HOST}/organizations`;
export const ISSUER_TEMPLATE = `https://${AUTHORITY_HOST}/{tenantid}/v2.0`;

/** Path under which the edge serves the identity provider. */
export const IDENTITY_PREFIX = '/identity';

/** Pages of the web application to which an answer may be sent. */
const REDIRECT_PATHS: readonly string[] = ['/', '/auth/callback', '/auth/bridge'];

/** The issuer of one tenant's tokens. */
export function issuerOf(tenantId: string): string {
  return ISSUER_TEMPLATE.replace('{tenantid}', tenantId);
}

/** The origins from which the web application is used: the public address, by name and by number. */
export function webOrigins(publicUrl: string): readonly string[] {
  const byName = new URL(publicUrl).origin;
  return [...new Set([byName, byName.replace('//localhost', '//127.0.0.1')])];
}

/** True for exactly the registered redirect addresses. */
export function isRegisteredRedirect(publicUrl: string, uri: string): boolean {
  return webOrigins(publicUrl).some((origin) => REDIRECT_PATHS.some((path) => uri === origin + path));
}

/** The OpenID Connect metadata, for one tenant or with Entra's `{tenantid}` in its place. */
export function openidConfiguration(publicUrl: string, tenant: string, issuerTenant: string): Record<string, unknown> {
  const base = `${publicUrl}${IDENTITY_PREFIX}/${tenant}`;
  return {
    issuer: issuerOf(issuerTenant),
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    end_session_endpoint: `${base}/oauth2/v2.0/logout`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
    response_types_supported: ['code'],
    response_modes_supported: ['query', 'fragment'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic', 'private_key_jwt'],
    code_challenge_methods_supported: ['S256'],
    claims_supported: [
      'sub',
      'iss',
      'aud',
      'exp',
      'iat',
      'nonce',
      'name',
      'oid',
      'preferred_username',
      'tid',
      'upn',
      'ver',
    ],
    tenant_region_scope: null,
  };
}

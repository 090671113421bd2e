import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { problemPage } from './account-page.ts';
import { type AuthorizationCodes, createAuthorizationCodes } from './authorization-codes.ts';
import { authorize, logout } from './authorize.ts';
import {
  IDENTITY_PREFIX,
  ISSUER_TEMPLATE,
  issuerOf,
  openidConfiguration,
  type ProviderSettings,
  webOrigins,
} from './provider-settings.ts';
import { html, type Incoming, json, type Reply } from './reply.ts';
import { tokenEndpoint } from './token-endpoint.ts';

const BODY_LIMIT = 64 * 1024;

async function readForm(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  let text = '';
  request.setEncoding('utf8');
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > BODY_LIMIT) return undefined;
  }
  return new URLSearchParams(text);
}

function readCookies(header: string | undefined): ReadonlyMap<string, string> {
  const pairs = (header ?? '').split(';').map((part) => part.trim().split(/=(.*)/s));
  return new Map(pairs.map(([name = '', value = '']) => [name, value]));
}

function metadata(settings: ProviderSettings, tenantText: string): Reply {
  const tenant = settings.directory.tenant(tenantText);
  if (tenant !== undefined) return json(200, openidConfiguration(settings.publicUrl, tenant.tenantId, tenant.tenantId));
  if (tenantText !== 'organizations' && tenantText !== 'common') return json(400, { error: 'invalid_tenant' });
  return json(200, openidConfiguration(settings.publicUrl, tenantText, '{tenantid}'));
}

function keys(settings: ProviderSettings, tenantText: string): Reply {
  const tenant = settings.directory.tenant(tenantText);
  const issuer = tenant === undefined ? ISSUER_TEMPLATE : issuerOf(tenant.tenantId);
  return json(200, { keys: settings.keyRing.published().map(({ publicJwk }) => ({ ...publicJwk, issuer })) });
}

const UNKNOWN = { status: 404, headers: { 'content-type': 'text/plain' }, body: 'There is no such address here.\n' };

function route(settings: ProviderSettings, codes: AuthorizationCodes, incoming: Incoming): Reply | Promise<Reply> {
  const path = incoming.path.startsWith(`${IDENTITY_PREFIX}/`)
    ? incoming.path.slice(IDENTITY_PREFIX.length)
    : incoming.path;
  const tenantless = path === '/oauth2/v2.0/token';
  const [, tenant = '', rest = ''] = tenantless
    ? ['', '', 'oauth2/v2.0/token']
    : (/^\/([^/]+)\/(.+)$/.exec(path) ?? []);
  const is = (method: string, wanted: string): boolean => incoming.method === method && rest === wanted;
  if (is('POST', 'oauth2/v2.0/token')) return tokenEndpoint(settings, codes, tenantless ? undefined : tenant, incoming);
  if (is('GET', 'oauth2/v2.0/authorize') || is('POST', 'oauth2/v2.0/authorize')) {
    return authorize(settings, codes, tenant, incoming);
  }
  if (is('GET', 'oauth2/v2.0/logout') || is('POST', 'oauth2/v2.0/logout')) return logout(settings, incoming);
  if (is('GET', 'v2.0/.well-known/openid-configuration')) return metadata(settings, tenant);
  if (is('GET', 'discovery/v2.0/keys')) return keys(settings, tenant);
  return UNKNOWN;
}

function corsHeaders(settings: ProviderSettings, origin: string | undefined): Record<string, string> {
  if (origin === undefined || !webOrigins(settings.publicUrl).includes(origin)) return {};
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'GET, POST, OPTIONS',
    'access-control-allow-headers': 'content-type, authorization',
    'access-control-max-age': '600',
    vary: 'origin',
  };
}

async function respond(
  settings: ProviderSettings,
  codes: AuthorizationCodes,
  request: IncomingMessage,
): Promise<Reply> {
  const { method = 'GET', headers } = request;
  if (method === 'OPTIONS') return { status: 204, headers: {}, body: '' };
  const url = new URL(request.url ?? '/', 'http://local');
  const form = await readForm(request);
  if (form === undefined) return html(413, problemPage('AADSTS900000', 'The request is too large.'));
  return route(settings, codes, {
    method,
    path: url.pathname,
    query: url.searchParams,
    form,
    origin: headers.origin,
    cookies: readCookies(headers.cookie),
    authorization: headers.authorization,
  });
}

function write(response: ServerResponse, reply: Reply, extra: Record<string, string>): void {
  response.writeHead(reply.status, { ...reply.headers, ...extra, 'content-length': Buffer.byteLength(reply.body) });
  response.end(reply.body);
}

/** The identity provider as a listener for `node:http`, reached through the edge and on its own port alike. */
export function identityProvider(settings: ProviderSettings, log: (text: string) => void): RequestListener {
  const codes = createAuthorizationCodes(settings.now);
  return (request, response) => {
    const cors = corsHeaders(settings, request.headers.origin);
    respond(settings, codes, request)
      .then((reply) => write(response, reply, cors))
      .catch((error: unknown) => {
        log(`identity provider: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
        write(
          response,
          json(500, { error: 'server_error', error_description: 'AADSTS90000: an unexpected fault.' }),
          cors,
        );
      });
  };
}

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { SignJWT } from 'jose';
import type { SigningKey } from '../idp/signing-keys.ts';
import { SERVICE_ISSUER, SERVICE_TENANT_ID, type ServiceIdentity } from './service-identities.ts';

/** What the endpoint is started with: who may ask, by which header, and what signs. */
export type IdentityEndpointSettings = {
  readonly identities: readonly ServiceIdentity[];
  readonly key: SigningKey;
  /** Audiences of the service's own roles, beside Azure Storage. */
  readonly audiences: readonly string[];
  readonly now: () => Date;
};

const STORAGE = 'https://storage.azure.com';
const API_VERSION = '2019-08-01';
/** Service tokens live for minutes. */
const SERVICE_TOKEN_SECONDS = 10 * 60;
const STORAGE_TOKEN_SECONDS = 60 * 60;

function sameHeader(given: string, wanted: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}

type Answer = { readonly status: number; readonly body: Record<string, unknown> };

function refusal(status: number, message: string): Answer {
  return { status, body: { statusCode: status, message } };
}

async function token(settings: IdentityEndpointSettings, who: ServiceIdentity, audience: string): Promise<Answer> {
  const now = Math.floor(settings.now().getTime() / 1000);
  const expires = now + (audience === STORAGE ? STORAGE_TOKEN_SECONDS : SERVICE_TOKEN_SECONDS);
  const accessToken = await new SignJWT({
    appid: who.clientId,
    appidacr: '2',
    idp: SERVICE_ISSUER,
    idtyp: 'app',
    oid: who.objectId,
    tid: SERVICE_TENANT_ID,
    uti: randomBytes(16).toString('base64url'),
    ver: '1.0',
  })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: settings.key.kid })
    .setIssuer(SERVICE_ISSUER)
    .setAudience(audience)
    .setSubject(who.objectId)
    .setIssuedAt(now)
    .setNotBefore(now)
    .setExpirationTime(expires)
    .sign(settings.key.privateKey);
  return {
    status: 200,
    body: {
      access_token: accessToken,
      client_id: who.clientId,
      expires_on: String(expires),
      resource: audience,
      token_type: 'Bearer',
    },
  };
}

/** Decides one request for a token: the header names who asks, the query what for. */
export async function answerIdentityRequest(
  settings: IdentityEndpointSettings,
  url: URL,
  header: string | undefined,
): Promise<Answer> {
  const who = settings.identities.find((one) => header !== undefined && sameHeader(header, one.header));
  if (who === undefined) return refusal(401, 'X-IDENTITY-HEADER is missing or is not one of this stack.');
  if (url.searchParams.get('api-version') !== API_VERSION) return refusal(400, `api-version must be ${API_VERSION}.`);
  const resource = (url.searchParams.get('resource') ?? '').replace(/\/$/, '');
  if (resource !== STORAGE && !settings.audiences.includes(resource)) {
    return refusal(400, `There is no resource named '${resource}'.`);
  }
  return token(settings, who, resource);
}

/** The managed-identity endpoint of App Service, for unmodified clients, and the keys of what it signs. */
export function identityEndpoint(settings: IdentityEndpointSettings): RequestListener {
  return (request, response) => {
    const url = new URL(request.url ?? '/', 'http://local');
    const send = ({ status, body }: Answer): void => {
      response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
      response.end(JSON.stringify(body));
    };
    if (request.method === 'GET' && url.pathname === '/msi/keys') {
      send({ status: 200, body: { keys: [{ ...settings.key.publicJwk, issuer: SERVICE_ISSUER }] } });
      return;
    }
    if (request.method !== 'GET' || url.pathname !== '/msi/token') {
      send(refusal(404, 'There is no such address here.'));
      return;
    }
    const header = request.headers['x-identity-header'];
    answerIdentityRequest(settings, url, typeof header === 'string' ? header : undefined).then(send, (error: unknown) =>
      send(refusal(500, `The token could not be signed: ${error instanceof Error ? error.message : 'unknown'}`)),
    );
  };
}

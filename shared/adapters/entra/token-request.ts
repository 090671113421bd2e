import { z } from 'zod';
import { Fault } from '../../domain/faults.ts';
import type { TenantId } from '../../domain/ids.ts';

/** The API application as a client of Entra: it proves itself by its managed identity, a federated credential. */
export type TokenClient = {
  /** The token endpoint, with `{tenantid}` where the tenant goes. */
  readonly tokenEndpoint: string;
  readonly clientId: string;
  /** The managed identity's own token for an audience. */
  readonly identityToken: (audience: string) => Promise<string>;
  readonly now: () => Date;
  readonly fetch?: typeof fetch;
  readonly timeoutMs?: number;
};

export type TokenAnswer =
  | { readonly kind: 'token'; readonly accessToken: string; readonly expiresAt: number }
  /** `claims` is what the client must sign in again with, as Entra wrote it. */
  | { readonly kind: 'refused'; readonly error: string; readonly claims: string | undefined };

/** The audience of the managed identity's tokens that Entra takes as a client's proof. */
const ASSERTION_AUDIENCE = 'api://AzureADTokenExchange';
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const TIMEOUT_MS = 5000;

const Granted = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() });
const Refused = z.object({ error: z.string(), claims: z.string().optional() });

/**
 * Asks the token endpoint of one tenant. A refusal is an answer; an endpoint that cannot be reached, fails, or answers
 * something else throws `upstream-unavailable`.
 */
export async function requestToken(
  client: TokenClient,
  tenantId: TenantId,
  form: Readonly<Record<string, string>>,
): Promise<TokenAnswer> {
  const askedAt = client.now().getTime();
  const { status, body } = await post(client, tenantId, form);
  const granted = status === 200 ? Granted.safeParse(body) : undefined;
  if (granted?.success === true) {
    const { access_token: accessToken, expires_in: seconds } = granted.data;
    return { kind: 'token', accessToken, expiresAt: askedAt + seconds * 1000 };
  }
  const refused = status >= 400 && status < 500 && status !== 429 ? Refused.safeParse(body) : undefined;
  if (refused?.success === true) {
    return { kind: 'refused', error: refused.data.error, claims: refused.data.claims };
  }
  throw noToken(new Error(`the token endpoint answered ${status}`));
}

/** That no token could be had, and so nothing can be asked of the directory. */
export function noToken(cause: unknown): Fault<'upstream-unavailable'> {
  return new Fault('upstream-unavailable', { role: 'directory' }, { cause });
}

async function post(
  client: TokenClient,
  tenantId: TenantId,
  form: Readonly<Record<string, string>>,
): Promise<{ readonly status: number; readonly body: unknown }> {
  const ask = client.fetch ?? fetch;
  try {
    const proof = {
      client_id: client.clientId,
      client_assertion_type: ASSERTION_TYPE,
      client_assertion: await client.identityToken(ASSERTION_AUDIENCE),
    };
    const answer = await ask(client.tokenEndpoint.replace('{tenantid}', tenantId), {
      method: 'POST',
      body: new URLSearchParams({ ...form, ...proof }),
      redirect: 'error',
      signal: AbortSignal.timeout(client.timeoutMs ?? TIMEOUT_MS),
    });
    return { status: answer.status, body: await answer.json() };
  } catch (cause) {
    throw noToken(cause);
  }
}

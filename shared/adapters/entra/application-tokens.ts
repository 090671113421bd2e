import type { TenantId } from '../../domain/ids.ts';
import { noToken, requestToken, type TokenClient } from './token-request.ts';

/** The start of a token's last minutes, in which a new one is fetched. */
const RENEW_BEFORE_MS = 5 * 60 * 1000;
/** How long a failure is remembered, so that waiting requests do not each ask again. */
const FAILURE_MS = 1000;

/**
 * Tokens of the API application itself in a customer's tenant, for one resource: kept until shortly before they
 * expire, one fetch for concurrent callers. Throws `upstream-unavailable` where Entra gives none, also where the
 * tenant's administrator has not consented to the application.
 */
export function createApplicationTokens(client: TokenClient, scope: string): (tenantId: TenantId) => Promise<string> {
  const held = new Map<TenantId, { token: Promise<string>; renewAt: number }>();
  return (tenantId) => {
    const known = held.get(tenantId);
    if (known !== undefined && known.renewAt > client.now().getTime()) return known.token;
    const entry = { token: Promise.resolve(''), renewAt: Number.POSITIVE_INFINITY };
    entry.token = fetchToken(client, tenantId, scope).then(
      ({ accessToken, expiresAt }) => {
        entry.renewAt = expiresAt - RENEW_BEFORE_MS;
        return accessToken;
      },
      (thrown: unknown) => {
        entry.renewAt = client.now().getTime() + FAILURE_MS;
        throw thrown;
      },
    );
    held.set(tenantId, entry);
    return entry.token;
  };
}

async function fetchToken(client: TokenClient, tenantId: TenantId, scope: string) {
  const answer = await requestToken(client, tenantId, { grant_type: 'client_credentials', scope });
  if (answer.kind === 'refused') throw noToken(new Error(`the token endpoint refused: ${answer.error}`));
  return answer;
}

import type { ManagedIdentityCredential } from '@azure/identity';

/** The start of a token's last minutes, in which a new one is fetched. */
const RENEW_BEFORE_MS = 2 * 60 * 1000;

/**
 * Access tokens of this role's managed identity, one per audience, kept until shortly before they expire. Concurrent
 * calls share one request.
 */
export function createServiceTokens(
  credential: Pick<ManagedIdentityCredential, 'getToken'>,
  now: () => Date,
): (audience: string) => Promise<string> {
  const held = new Map<string, { readonly token: Promise<string>; renewAt: number }>();
  return (audience) => {
    const entry = held.get(audience);
    if (entry !== undefined && entry.renewAt > now().getTime()) return entry.token;
    const fresh = { token: Promise.resolve(''), renewAt: Number.POSITIVE_INFINITY };
    fresh.token = credential.getToken(`${audience}/.default`).then(
      (answer) => {
        fresh.renewAt = answer.expiresOnTimestamp - RENEW_BEFORE_MS;
        return answer.token;
      },
      (cause: unknown) => {
        held.delete(audience);
        throw cause;
      },
    );
    held.set(audience, fresh);
    return fresh.token;
  };
}

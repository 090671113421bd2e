import type { AccessToken } from '../../identity/ports.ts';
import { requestToken, type TokenClient } from './token-request.ts';

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
/** The errors of Entra after which the person must sign in again, perhaps by a second factor. */
const INTERACTION: readonly string[] = ['interaction_required', 'login_required', 'consent_required'];

/** Whose token is exchanged: what was verified of it, and the token itself. */
export type OnBehalfOf = {
  readonly who: Pick<AccessToken, 'kind' | 'tenantId'>;
  readonly userToken: string;
  readonly scope: string;
};

export type OnBehalfOfOutcome =
  | { readonly kind: 'token'; readonly accessToken: string; readonly expiresAt: number }
  /** To be answered 401 with these claims, so that the client has the person sign in accordingly. */
  | { readonly kind: 'interaction-required'; readonly claims: string | undefined }
  /** An application's own token (only a person's can be exchanged), or one that Entra no longer takes. */
  | { readonly kind: 'refused'; readonly error: string };

/**
 * I-40: exchanges a person's token for this API into one for another resource, asked of the person's own tenant. It
 * carries delegated permissions only. Throws `upstream-unavailable` where Entra cannot be reached.
 */
export function createOnBehalfOf(client: TokenClient): (asked: OnBehalfOf) => Promise<OnBehalfOfOutcome> {
  return async ({ who, userToken, scope }) => {
    if (who.kind !== 'user') return { kind: 'refused', error: 'not_a_person' };
    const answer = await requestToken(client, who.tenantId, {
      grant_type: JWT_BEARER,
      requested_token_use: 'on_behalf_of',
      assertion: userToken,
      scope,
    });
    if (answer.kind === 'token') return answer;
    return INTERACTION.includes(answer.error) || answer.claims !== undefined
      ? { kind: 'interaction-required', claims: answer.claims }
      : { kind: 'refused', error: answer.error };
  };
}

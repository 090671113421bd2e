import type { Metadata, SecurityState } from '../../shared/catalog/ports.ts';
import { hasCode } from '../../shared/domain/faults.ts';
import type { Caller } from '../../shared/domain/principal.ts';
import { callerOf } from '../../shared/identity/caller-of.ts';
import type { AccessToken } from '../../shared/identity/ports.ts';
import type { Standing, Standings } from '../../shared/identity/standing.ts';

/** A verified token; `forget` empties what is remembered of it. */
export type Verified = { readonly token: AccessToken; forget(): void };

/** Somebody who was let in, with what their request must know of the tenant. */
export type SignedIn = {
  readonly caller: Caller;
  readonly state: SecurityState;
  /** The directory was asked for this very request. */
  readonly isFresh: boolean;
};

export type AuthenticateDeps = {
  readonly metadata: Pick<Metadata, 'read'>;
  readonly standings: Pick<Standings, 'of'>;
  readonly greet: (caller: Caller) => Promise<void>;
};

/**
 * Who calls, by a verified token: the tenant's security state is read each time, and the person's standing as of that
 * state; `anew` asks the directory whatever is remembered. Their name is known to SQL when this returns. The same
 * `Caller` value stands for the same token and standing.
 */
export function createAuthenticate(deps: AuthenticateDeps): (verified: Verified, anew?: boolean) => Promise<SignedIn> {
  const callers = new WeakMap<AccessToken, { readonly standing: Standing; readonly caller: Caller }>();
  return async ({ token, forget }, anew) => {
    const state = await deps.metadata.read(token.tenantId, ({ security }) => security.state());
    const { standing, isFresh } = await deps.standings.of(token, state, anew);
    const known = callers.get(token);
    if (known?.standing === standing) return { caller: known.caller, state, isFresh };
    const caller = asCaller(token, standing, forget);
    // Whoever was not greeted is greeted with the next request that can write.
    if (await greetUnlessReadOnly(deps, caller)) callers.set(token, { standing, caller });
    return { caller, state, isFresh };
  };
}

function asCaller(token: AccessToken, standing: Standing, forget: () => void): Caller {
  try {
    return callerOf(token, standing);
  } catch (refusal) {
    if (hasCode(refusal, 'session-revoked')) forget();
    throw refusal;
  }
}

async function greetUnlessReadOnly({ greet }: AuthenticateDeps, caller: Caller): Promise<boolean> {
  try {
    await greet(caller);
    return true;
  } catch (thrown) {
    if (!hasCode(thrown, 'read-only')) throw thrown;
    return false;
  }
}

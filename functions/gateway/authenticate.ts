import type { Caller } from '../../shared/domain/principal.ts';

/** Who calls, by the request's access token; their name is known to SQL when this returns. */
export type Authenticate = (request: Request) => Promise<Caller>;

export function createAuthenticate(
  verify: (header: string | null) => Promise<Caller>,
  greet: (caller: Caller) => Promise<void>,
): Authenticate {
  return async (request) => {
    const caller = await verify(request.headers.get('authorization'));
    await greet(caller);
    return caller;
  };
}

import { Fault } from '../../shared/domain/faults.ts';

/**
 * Asks another part of the service and answers whatever it answers, its body still streaming. Throws `upstream-timeout`
 * after `limitMs`, and `upstream-unavailable` with the part's name where it cannot be reached.
 */
export function fetchWithin(
  url: string,
  init: RequestInit & { readonly signal: AbortSignal },
  limitMs: number,
  role: string,
): Promise<Response> {
  const deadline = AbortSignal.timeout(limitMs);
  return fetch(url, { ...init, signal: AbortSignal.any([init.signal, deadline]) }).catch((cause: unknown) => {
    if (deadline.aborted) throw new Fault('upstream-timeout', { limitMs }, { cause });
    throw new Fault('upstream-unavailable', { role }, { cause });
  });
}

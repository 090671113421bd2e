import { Fault } from '../../shared/domain/faults.ts';
import type { FileStream } from '../file-stream.ts';

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

/** The request with its body: bytes, or a stream that is sent as it comes. */
export function withBody<I extends object>(
  init: I,
  body: Uint8Array<ArrayBuffer>,
  file: FileStream | undefined,
): I & { readonly body?: FileStream | Uint8Array<ArrayBuffer>; readonly duplex?: 'half' } {
  if (file !== undefined) return { ...init, body: file, duplex: 'half' };
  return body.byteLength === 0 ? init : { ...init, body };
}

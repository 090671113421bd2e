import type { WafMatch } from '../shared/routing/waf.ts';
import type { Arrival } from './arrival.ts';

/** What the edge tells about one request. The query is not in it: it can hold a signature. */
export type AccessRecord = {
  readonly time: string;
  readonly requestId: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly ms: number;
  readonly bytes: number;
};

/**
 * Has the record of a request written once its answer is over. Bytes are those of the connection meanwhile: by HTTP/2 other
 * answers on it are counted too.
 */
export function watchExchange(
  { res, requestId, method, target }: Arrival,
  socket: { readonly bytesWritten: number },
  log: (record: AccessRecord) => void,
): void {
  const startedAt = performance.now();
  const bytesBefore = socket.bytesWritten;
  res.once('close', () => {
    log({
      time: new Date().toISOString(),
      requestId,
      method,
      path: pathToLog(target),
      status: res.statusCode,
      ms: Math.round((performance.now() - startedAt) * 10) / 10,
      bytes: socket.bytesWritten - bytesBefore,
    });
  });
}

/** The path of a request target, cut where a query begins, also where its `?` was encoded. */
export function pathToLog(target: string): string {
  const end = target.search(/\?|%3f/i);
  return end === -1 ? target : target.slice(0, end);
}

/** What the firewall matched in a request, as one line of JSON; the client never sees it. */
export function printFirewall(requestId: string, matches: readonly WafMatch[]): string {
  return JSON.stringify({ time: new Date().toISOString(), requestId, firewall: matches });
}

/** A record as one line of JSON in which no control character is left that a terminal could act on. */
export function printAccess(record: AccessRecord): string {
  return JSON.stringify(record).replace(
    /[\p{Cc}\u2028\u2029]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

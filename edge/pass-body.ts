import type { ClientRequest } from 'node:http';
import type { EdgeFault } from '../shared/routing/edge-fault.ts';
import { type BodyWatch, watchBody } from './body-watch.ts';
import type { Exchange } from './exchange.ts';

/**
 * Streams the body of a request up. HTTP/1.1 is held to its `Content-Length` by the parser, HTTP/2 by the library; a body
 * without one is counted here. A body that hardly moves is given up.
 */
export function passBody(
  exchange: Exchange,
  upstream: ClientRequest,
  lookMs: number,
  fail: (fault: EdgeFault) => void,
): BodyWatch {
  const { req, res, route, headers } = exchange;
  const isCounted = headers['transfer-encoding'] !== undefined;
  let bytes = 0;
  const watch = watchBody(
    () => upstream.writableNeedDrain || req.readableEnded,
    () => fail({ code: 'RequestTimeout' }),
    lookMs,
  );
  req.on('data', (chunk: Buffer) => {
    watch.count(chunk.length);
    bytes += chunk.length;
    if (!isCounted || bytes <= route.bodyBytes) return;
    if (res.writableEnded) exchange.breakOff();
    else fail({ code: 'RequestTooLarge', limitBytes: route.bodyBytes });
  });
  req.once('end', watch.end);
  if (exchange.expectsContinue) res.writeContinue();
  req.pipe(upstream);
  return watch;
}

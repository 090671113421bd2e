import type { Duplex } from 'node:stream';
import { asksForDebug, type DebugFacts, debugHeaders } from '../shared/routing/client-headers.ts';
import { answerFor, type EdgeFault } from '../shared/routing/edge-fault.ts';
import { type Arrival, hasBody } from './arrival.ts';
import { sendHead } from './send-head.ts';

/** How long a client that is still sending may go on before the connection is cut. */
const LINGER_MS = 1000;

/**
 * Answers a refused request. A body that is still arriving is thrown away for a moment, because a connection that is cut
 * with unread bytes loses the answer too; then the connection, or by HTTP/2 the stream, ends.
 */
export function answerFault(arrival: Arrival, fault: EdgeFault): void {
  const { req, res, requestId } = arrival;
  if (arrival.isGone()) return;
  if (res.headersSent) {
    arrival.breakOff();
    return;
  }
  const { status, headers: own, body } = answerFor(fault, requestId);
  const headers = asksForDebug(arrival.headers) ? [...own, ...debugHeaders(debugFactsOf(fault))] : own;
  const text = arrival.method === 'HEAD' ? '' : body;
  if (req.complete || !hasBody(arrival)) {
    sendHead(arrival, status, headers);
    res.end(text);
    return;
  }
  sendHead(arrival, status, arrival.httpVersion === '2.0' ? headers : [...headers, 'Connection', 'close']);
  res.write(text);
  const timer = setTimeout(finish, LINGER_MS);
  req.once('end', finish);
  res.once('close', () => clearTimeout(timer));
  req.resume();

  function finish(): void {
    clearTimeout(timer);
    res.end();
  }
}

/** What an origin did is told apart from what the edge decided. */
function debugFactsOf({ code }: EdgeFault): DebugFacts {
  const isBehind = code === 'ServiceUnavailable' || code === 'GatewayTimeout' || code === 'BackendUnavailable';
  return isBehind ? { externalError: code } : { internalError: code };
}

/** Answers on a connection whose request could not be read, so that there is no response object; then closes it. */
export function answerUnreadable(socket: Duplex, fault: EdgeFault, requestId: string): void {
  const { status, headers, body } = answerFor(fault, requestId);
  const lines = [`HTTP/1.1 ${status} ${fault.code}`];
  for (let i = 0; i + 1 < headers.length; i += 2) lines.push(`${headers[i]}: ${headers[i + 1]}`);
  socket.end(`${lines.join('\r\n')}\r\nConnection: close\r\n\r\n${body}`, () => socket.destroy());
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { answerFor, type EdgeFault } from '../shared/routing/edge-fault.ts';
import { hasBody } from './exchange.ts';

/** How long a client that is still sending may go on before the connection is cut. */
const LINGER_MS = 1000;

/**
 * Answers a refused request. A body that is still arriving is thrown away for a moment, because a connection that is cut
 * with unread bytes loses the answer too; then the connection ends.
 */
export function answerFault(req: IncomingMessage, res: ServerResponse, fault: EdgeFault, requestId: string): void {
  if (res.destroyed) return;
  if (res.headersSent) {
    res.destroy();
    return;
  }
  const { status, headers, body } = answerFor(fault, requestId);
  const text = req.method === 'HEAD' ? '' : body;
  if (req.complete || !hasBody(req)) {
    res.writeHead(status, [...headers]);
    res.end(text);
    return;
  }
  res.writeHead(status, [...headers, 'Connection', 'close']);
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

/** Answers on a connection whose request could not be read, so that there is no response object; then closes it. */
export function answerUnreadable(socket: Duplex, fault: EdgeFault, requestId: string): void {
  const { status, headers, body } = answerFor(fault, requestId);
  const lines = [`HTTP/1.1 ${status} ${fault.code}`];
  for (let i = 0; i + 1 < headers.length; i += 2) lines.push(`${headers[i]}: ${headers[i + 1]}`);
  socket.end(`${lines.join('\r\n')}\r\nConnection: close\r\n\r\n${body}`, () => socket.destroy());
}

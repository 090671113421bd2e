import { createServer as createNetServer, type Server, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { createServer, TLSSocket, type TlsOptions } from 'node:tls';
import { onTestFinished } from 'vitest';
import { ANYTHING } from './with-tls.ts';

/** A server, and under which versions a client said anything to it. A client that only shook hands said nothing. */
export type TlsListener = { readonly port: number; readonly heard: readonly string[] };

/** Speaks TLS with these options and answers every request with an empty JSON object. */
export async function startHttpsServer(options: TlsOptions): Promise<TlsListener> {
  const heard: string[] = [];
  const server = createServer({ ciphers: ANYTHING, ...options }, (socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      heard.push(socket.getProtocol() ?? '');
      socket.end(
        'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}',
      );
    });
  });
  server.on('tlsClientError', () => undefined);
  return { port: await listen(server), heard };
}

const PRELOGIN = 0x12;
const RESPONSE = 0x04;
const HEADER_BYTES = 8;
/** The version of a server, that it demands encryption, and the end of the list. */
const DEMANDS_ENCRYPTION = Buffer.from([0, 0, 11, 0, 6, 1, 0, 17, 0, 1, 0xff, 16, 0, 0, 0, 0, 0, 1]);

/** A SQL Server as far as the encryption: its handshake comes in packets of its own protocol, and the rest as it is. */
export async function startSqlServer(options: TlsOptions): Promise<TlsListener> {
  const heard: string[] = [];
  const server = createNetServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      socket.write(packet(RESPONSE, DEMANDS_ENCRYPTION));
      const secure = new TLSSocket(inPackets(socket), { isServer: true, ciphers: ANYTHING, ...options });
      secure.on('error', () => undefined);
      secure.once('data', () => {
        heard.push(secure.getProtocol() ?? '');
        socket.destroy();
      });
    });
  });
  return { port: await listen(server), heard };
}

/** What is written goes out in packets until the client speaks without them: then its handshake is over. */
function inPackets(socket: Socket): Duplex {
  let waiting = Buffer.alloc(0);
  let isWrapped = true;
  const stream = new Duplex({
    read: () => undefined,
    write(chunk: Buffer, _, done) {
      socket.write(isWrapped ? packet(PRELOGIN, chunk) : chunk, () => done());
    },
  });
  socket.on('data', (chunk) => {
    waiting = Buffer.concat([waiting, chunk]);
    while (isWrapped && waiting.length >= HEADER_BYTES && waiting[0] === PRELOGIN) {
      const length = waiting.readUInt16BE(2);
      if (waiting.length < length) return;
      stream.push(waiting.subarray(HEADER_BYTES, length));
      waiting = waiting.subarray(length);
    }
    if (waiting.length === 0 || waiting[0] === PRELOGIN) return;
    isWrapped = false;
    stream.push(waiting);
    waiting = Buffer.alloc(0);
  });
  socket.once('close', () => stream.push(null));
  return stream;
}

function packet(type: number, data: Buffer): Buffer {
  const header = Buffer.from([type, 1, 0, 0, 0, 0, 1, 0]);
  header.writeUInt16BE(HEADER_BYTES + data.length, 2);
  return Buffer.concat([header, data]);
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}

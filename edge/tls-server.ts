import { constants } from 'node:crypto';
import type { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { createServer, type Server, type TlsOptions } from 'node:tls';
import type { Tls } from '../shared/routing/tls-schema.ts';

/** A certificate with its chain, and its key; both PEM. */
export type Certificate = { readonly cert: string; readonly key: string };

/** The suites of Azure's two sets, each also for certificates with an elliptic key; 1.3 comes first. */
const SUITES: Readonly<Record<Tls['cipherSuiteSet'], string>> = {
  TLS12_2023: suites('AES256-GCM-SHA384', 'AES128-GCM-SHA256'),
  TLS12_2022: suites('AES256-GCM-SHA384', 'AES128-GCM-SHA256', 'AES256-SHA384', 'AES128-SHA256'),
};

function suites(...endings: readonly string[]): string {
  const for12 = endings.flatMap((ending) => [`ECDHE-ECDSA-${ending}`, `ECDHE-RSA-${ending}`]);
  return ['TLS_AES_256_GCM_SHA384', 'TLS_AES_128_GCM_SHA256', ...for12].join(':');
}

/** What a connection must be: nothing below TLS 1.2, whatever Node was started with. */
export function tlsOptions({ minimumVersion, cipherSuiteSet }: Tls, { cert, key }: Certificate): TlsOptions {
  return {
    cert,
    key,
    minVersion: minimumVersion === 'TLS13' ? 'TLSv1.3' : 'TLSv1.2',
    maxVersion: 'TLSv1.3',
    ciphers: SUITES[cipherSuiteSet],
    honorCipherOrder: true,
    secureOptions: constants.SSL_OP_NO_RENEGOTIATION,
  };
}

/** Speaks TLS and hands each connection to the server of the protocol that was agreed on. */
export function createTlsServer(tls: Tls, certificate: Certificate, handshakeMs: number, next: NextServers): TlsServer {
  const server = createServer({
    ...tlsOptions(tls, certificate),
    ALPNProtocols: ['h2', 'http/1.1'],
    noDelay: true,
  });
  server.on('secureConnection', (socket) => {
    (socket.alpnProtocol === 'h2' ? next.http2 : next.http1).emit('connection', socket);
  });
  return { server, dropHandshakes: limitHandshakes(server, handshakeMs) };
}

/** A server, and the end of all handshakes that are not done, for which closing it would wait. */
export type TlsServer = { readonly server: Server; readonly dropHandshakes: () => void };

export type NextServers = { readonly http1: EventEmitter; readonly http2: EventEmitter };

/**
 * Node's own limit is one of silence, which a client can break for ever: here the whole handshake has its time. The
 * answer ends those that are not done.
 */
function limitHandshakes(server: Server, handshakeMs: number): () => void {
  const pending = new Map<string, Socket>();
  server.on('connection', (socket) => {
    const key = peerOf(socket);
    pending.set(key, socket);
    const timer = setTimeout(() => {
      if (pending.get(key) === socket) socket.destroy();
    }, handshakeMs);
    socket.once('close', () => {
      clearTimeout(timer);
      if (pending.get(key) === socket) pending.delete(key);
    });
  });
  server.on('secureConnection', (socket) => pending.delete(peerOf(socket)));
  return () => {
    for (const socket of pending.values()) socket.destroy();
  };
}

function peerOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}

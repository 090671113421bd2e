import { type ClientHttp2Session, connect as connectHttp2, type OutgoingHttpHeaders } from 'node:http2';
import { type AddressInfo, createServer as createNetServer } from 'node:net';
import { connect, createServer, type SecureVersion, type TlsOptions } from 'node:tls';
import { generate } from 'selfsigned';
import { onTestFinished } from 'vitest';
import type { Certificate } from '../../edge/tls-server.ts';

/** A certificate for `localhost` and 127.0.0.1, or for another name, that is its own authority. */
export async function certificateFor(name = 'localhost', notAfterDate?: Date): Promise<Certificate> {
  const altNames = name === 'localhost' ? ([{ type: 7, ip: '127.0.0.1' }] as const) : [];
  const pem = await generate([{ name: 'commonName', value: name }], {
    algorithm: 'sha256',
    keyType: 'ec',
    ...(notAfterDate !== undefined && { notBeforeDate: new Date(0), notAfterDate }),
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: name }, ...altNames] },
    ],
  });
  return { cert: pem.cert, key: pem.private };
}

/** Old versions are only spoken where the library is told that weak keys will do. */
export const ANYTHING = 'DEFAULT:@SECLEVEL=0';
export const VERSIONS = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const;

/** Shakes hands with exactly this version; the version that was agreed on, or undefined where it was refused. */
export function shakeHands(port: number, version: SecureVersion, host = '127.0.0.1'): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({
      port,
      host,
      minVersion: version,
      maxVersion: version,
      ciphers: ANYTHING,
      rejectUnauthorized: false,
    });
    socket.once('secureConnect', () => {
      resolve(socket.getProtocol() ?? undefined);
      socket.destroy();
    });
    socket.once('error', () => resolve(undefined));
    socket.once('close', () => resolve(undefined));
  });
}

/** A server of one TLS version that answers every request with 200, and the versions that clients spoke with it. */
export async function startTlsOrigin(
  options: TlsOptions,
): Promise<{ readonly url: string; readonly spoken: string[] }> {
  const spoken: string[] = [];
  const server = createServer({ ciphers: ANYTHING, ...options }, (socket) => {
    spoken.push(socket.getProtocol() ?? '');
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, spoken };
}

/** A HTTP/2 connection to an edge that ends with the test. */
export function openHttp2(port: number, ca: string): ClientHttp2Session {
  const session = connectHttp2(`https://localhost:${port}`, { ca });
  session.on('error', () => undefined);
  onTestFinished(() => session.destroy());
  return session;
}

export type Http2Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
};

/** One request by HTTP/2, its whole answer; rejects where the stream is reset. */
export function askHttp2(
  session: ClientHttp2Session,
  headers: OutgoingHttpHeaders,
  body?: string | Buffer,
): Promise<Http2Answer> {
  return new Promise((resolve, reject) => {
    const stream = session.request(headers, { endStream: body === undefined });
    let seen: Http2Answer['headers'] = {};
    let got = '';
    stream.on('response', (answer) => {
      seen = Object.fromEntries(Object.entries(answer).map(([name, value]) => [name, asText(value)]));
    });
    stream.on('data', (chunk: Buffer) => {
      got += chunk.toString('latin1');
    });
    stream.on('error', reject);
    stream.on('close', () => {
      if (stream.rstCode === 0) resolve({ status: Number(seen[':status']), headers: seen, body: got });
      else reject(new Error(`the stream was reset with code ${stream.rstCode}`));
    });
    if (body !== undefined) stream.end(body);
  });
}

function asText(value: string | string[] | number | undefined): string | string[] | undefined {
  return typeof value === 'number' ? String(value) : value;
}

/** A port that nothing listens on any more. */
export async function deadPort(): Promise<number> {
  const server = createNetServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type RequestOptions,
  request,
  type Server,
} from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach } from 'vitest';
import type { AccessRecord } from '../../edge/access-record.ts';
import { type Edge, type EdgeOptions, startEdge } from '../../edge/start-edge.ts';
import { configWith, routingOf } from '../routing/sample-config.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

/** An origin on a free port that ends with the test. */
export async function startOrigin(listener: RequestListener): Promise<{ url: string; server: Server }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

type Setup = {
  readonly routes?: Parameters<typeof configWith>[0];
  readonly config?: Readonly<Record<string, unknown>>;
  readonly overlay?: unknown;
  readonly origins: EdgeOptions['origins'];
} & Partial<Omit<EdgeOptions, 'origins' | 'routing'>>;

/** An edge on a free port that ends with the test; by default every path goes to the origin `gateway`. */
export async function startTestEdge({ routes, config, overlay, ...options }: Setup): Promise<Edge> {
  return startEdgeOf(routingOf(configWith(routes ?? [{ name: 'all', patterns: ['/*'] }], config), overlay), options);
}

/** The same with a routing of the test's own. */
export async function startEdgeOf(
  routing: EdgeOptions['routing'],
  options: Omit<EdgeOptions, 'routing' | 'port'> & { readonly port?: number },
): Promise<Edge> {
  const edge = await startEdge({ port: 0, ...options, routing });
  closers.push(() => edge.close(0));
  return edge;
}

export type Answer = {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
};

/** One request without a pool, its whole answer. */
export function ask(port: number, path: string, options: RequestOptions = {}, body?: Buffer | string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, agent: false, ...options }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Bytes written to a connection as they are, and all that comes back until it closes. */
export function askRaw(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text, 'latin1'));
    let got = '';
    socket.on('data', (chunk) => {
      got += chunk.toString('latin1');
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(got));
  });
}

/** The code of an answer of the edge itself. */
export function codeOf({ body }: Answer): unknown {
  const parsed: unknown = JSON.parse(body.toString());
  const error = typeof parsed === 'object' && parsed !== null && 'error' in parsed ? parsed.error : undefined;
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}

/** A promise with its handles, to wait for an event of the other side. */
export function signal<T = void>(): PromiseWithResolvers<T> {
  return Promise.withResolvers<T>();
}

/** An access log in memory. */
export function memoryLog(): { readonly records: AccessRecord[]; readonly log: (record: AccessRecord) => void } {
  const records: AccessRecord[] = [];
  return { records, log: (record) => records.push(record) };
}

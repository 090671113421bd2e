import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { AccessToken } from '@azure/identity';
import { BlobServiceClient } from '@azure/storage-blob';
import mssql from 'mssql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { fetchWithin } from '../../functions/gateway/fetch-within.ts';
import { createGraphClient } from '../../shared/adapters/entra/graph-client.ts';
import { requestToken } from '../../shared/adapters/entra/token-request.ts';
import { connectionConfig } from '../../shared/adapters/sql/azure-sql/connection-config.ts';
import { newId, type TenantId } from '../../shared/domain/ids.ts';
import { fetchKeySet } from '../../shared/identity/key-set.ts';
import { startHttpsServer, startSqlServer } from '../edge/tls-servers.ts';
import { ask, startTestEdge } from '../edge/with-edge.ts';
import { certificateFor, shakeHands, VERSIONS } from '../edge/with-tls.ts';
import { type ListeningPort, listeningPorts } from './listening-ports.ts';
import { startTestStack, type TestStack } from './stack.ts';

/** TLS 1.0 to 1.3, at every port that a stack of two regions listens on, and by every client that leaves a process over TLS. */

const REFUSED_ALL = [undefined, undefined, undefined, undefined];
const FROM_12 = [undefined, undefined, 'TLSv1.2', 'TLSv1.3'];

describe.skipIf(!existsSync('/proc/net/tcp'))('what listens (found by /proc, so on Linux only)', () => {
  let stack: TestStack;
  let found: readonly ListeningPort[];

  beforeAll(async () => {
    stack = await startTestStack({ regions: 2 });
    found = listeningPorts([process.pid, ...stack.stack.processes.map(({ pid }) => pid)]);
  });
  afterAll(async () => {
    await stack?.stop();
  });

  const speaksTls = (port: number): boolean => {
    const { https, blob, second } = stack.stack.ports;
    return [https, blob, second?.blob].includes(port);
  };

  test('every port of the stack is found, and each on loopback alone', () => {
    const { roles, second, ...others } = stack.stack.ports;
    const known = [...Object.values(others), ...Object.values(roles)];
    if (second !== undefined) known.push(second.blob, ...Object.values(second.roles));
    expect(known).toHaveLength(14);
    expect(found.map(({ port }) => port)).toEqual(expect.arrayContaining(known));
    expect(found.filter(({ address }) => address !== '127.0.0.1' && address !== '::1')).toEqual([]);
  });

  test('those of the edge over TLS and of the blob stores speak 1.2 and 1.3, and no other port speaks TLS at all', async () => {
    for (const { port, address } of found) {
      const agreed = await Promise.all(VERSIONS.map((version) => shakeHands(port, version, address)));
      expect({ port, agreed }).toEqual({ port, agreed: speaksTls(port) ? FROM_12 : REFUSED_ALL });
    }
  });

  test('a port that speaks no TLS answers a hello with a refusal and closes', async () => {
    for (const { port, address } of found.filter((one) => !speaksTls(one.port))) {
      expect(await answerToHello(port, address), `port ${port}`).toMatch(/^HTTP\/1\.1 400 /);
    }
  });
});

/** What comes back, until the other side closes, to the first bytes of a handshake. */
function answerToHello(port: number, host: string): Promise<string> {
  const hello = Buffer.from('16030100050100000103', 'hex');
  return new Promise((resolve, reject) => {
    const socket = connect(port, host, () => socket.write(hello));
    let got = '';
    socket.setTimeout(10_000, () => socket.destroy(new Error(`port ${port} says nothing`)));
    socket.on('data', (chunk) => {
      got += chunk.toString('latin1');
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(got));
  });
}

const [good, stranger, otherName, expired] = await Promise.all([
  certificateFor(),
  certificateFor(),
  certificateFor('other.test'),
  certificateFor('localhost', new Date(Date.now() - 86_400_000)),
]);
const SERVERS = [
  ['TLS 1.0 alone', { ...good, minVersion: 'TLSv1', maxVersion: 'TLSv1' }, []],
  ['TLS 1.1 alone', { ...good, minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1' }, []],
  ['TLS 1.2 alone', { ...good, minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' }, ['TLSv1.2']],
  ['TLS 1.3 alone', { ...good, minVersion: 'TLSv1.3', maxVersion: 'TLSv1.3' }, ['TLSv1.3']],
  ['a certificate of nobody that is trusted', stranger, []],
  ['the certificate of another name', otherName, []],
  ['a certificate that has ended', expired, []],
] as const;

const TENANT = newId<TenantId>();
const secret = async () => 'a-secret-token';

/** Each calls a server by the code that the roles call theirs by; what comes of it, the server tells. */
const CLIENTS: readonly (readonly [string, (port: number) => Promise<unknown>])[] = [
  [
    'a role to another',
    (port) => fetchWithin(url(port), { signal: new AbortController().signal }, 5000, 'presentation'),
  ],
  ['the keys of an issuer', (port) => fetchKeySet(fetch, url(port), 5000)],
  [
    'the token endpoint',
    (port) =>
      requestToken(
        { tokenEndpoint: `${url(port)}{tenantId}`, clientId: 'api', identityToken: secret, now: () => new Date() },
        TENANT,
        {},
      ),
  ],
  [
    'Graph',
    (port) =>
      createGraphClient({ graphUrl: url(port).slice(0, -1), token: secret })(TENANT, z.unknown(), {
        method: 'GET',
        path: '/users',
      }),
  ],
  [
    'Blob',
    (port) =>
      new BlobServiceClient(`${url(port)}account`, { getToken }, { retryOptions: { maxTries: 1 } }).getProperties(),
  ],
];

async function getToken(): Promise<AccessToken> {
  return { token: 'a-secret-token', expiresOnTimestamp: Date.now() + 3_600_000 };
}

function url(port: number): string {
  return `https://127.0.0.1:${port}/`;
}

describe('where we call: a server that is not good enough hears not a word', () => {
  const before = getCACertificates('default');
  beforeAll(() => {
    setDefaultCACertificates([...before, good.cert, otherName.cert, expired.cert]);
  });
  afterAll(() => {
    setDefaultCACertificates(before);
  });

  describe.each(CLIENTS)('%s', (_, call) => {
    test.each(SERVERS)('%s', async (__, options, expected) => {
      const server = await startHttpsServer(options);
      await call(server.port).catch(() => undefined);
      expect(server.heard).toEqual(expected);
    });
  });

  describe('the edge to an origin', () => {
    test.each(SERVERS)('%s', async (_, options, expected) => {
      const server = await startHttpsServer(options);
      const ca = [good.cert, otherName.cert, expired.cert].join('\n');
      const edge = await startTestEdge({ origins: { gateway: { url: url(server.port), ca } } });
      const answer = await ask(edge.port, '/');
      expect(server.heard).toEqual(expected);
      expect(answer.status).toBe(expected.length === 0 ? 502 : 200);
    });
  });

  // The driver's protocol wraps the handshake in packets of its own, which ends at 1.2.
  const upTo12 = SERVERS.filter(([title]) => title !== 'TLS 1.3 alone');
  describe('the metadata database', () => {
    test.each(upTo12)('%s', async (_, options, expected) => {
      const server = await startSqlServer({ maxVersion: 'TLSv1.2', ...options });
      const credential = { userName: 'azimuth', password: 'a-secret-word' };
      const pool = new mssql.ConnectionPool(connectionConfig({ server: '127.0.0.1', port: server.port, credential }));
      pool.on('error', () => undefined);
      await expect(pool.connect()).rejects.toThrow();
      await wait(20);
      expect(server.heard).toEqual(expected);
    });
  });

  test('Blob is never asked without TLS, whatever its address says', async () => {
    const plain = new BlobServiceClient('http://127.0.0.1:9/account', { getToken }, { retryOptions: { maxTries: 1 } });
    await expect(plain.getProperties()).rejects.toThrow('non-TLS');
  });
});

import { describe, expect, test } from 'vitest';
import { headersToOrigin } from '../../shared/routing/request-headers.ts';
import { headersToClient } from '../../shared/routing/response-headers.ts';
import { configWith, onlyRoute, routingOf } from './sample-config.ts';

const facts = {
  requestId: '11111111-2222-4333-8444-555555555555',
  frontDoorId: 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee',
  clientAddress: '203.0.113.9',
  scheme: 'http',
  host: 'localhost:8080',
  originHost: '127.0.0.1:7002',
} as const;
const plain = onlyRoute({});

/** A flat list of headers as lines, lower-case names. */
function lines(headers: readonly string[]): string[] {
  return headers.flatMap((name, i) => (i % 2 === 0 ? [`${name.toLowerCase()}: ${headers[i + 1]}`] : []));
}

const FROM_EDGE = [
  'host: 127.0.0.1:7002',
  'via: 1.1 azimuth-edge',
  `x-request-id: ${facts.requestId}`,
  `x-azure-ref: ${facts.requestId}`,
  'x-azure-requestchain: hops=1',
  `x-azure-fdid: ${facts.frontDoorId}`,
  'x-azure-clientip: 203.0.113.9',
  'x-azure-socketip: 203.0.113.9',
  'x-forwarded-for: 203.0.113.9',
  'x-forwarded-proto: http',
  'x-forwarded-host: localhost:8080',
];

describe('to the origin', () => {
  test("the edge's own facts are there and nothing else is made up", () => {
    expect(lines(headersToOrigin([], plain, facts))).toEqual(FROM_EDGE);
  });

  test.each([
    'X-Azure-FDID',
    'x-azure-clientip',
    'X-Azure-SocketIP',
    'X-Azure-Ref',
    'X-FD-HealthProbe',
    'X-Forwarded-For',
    'X-Forwarded-Host',
    'X-Forwarded-Proto',
    'X-Forwarded-Anything',
    'Forwarded',
    'X-MS-CLIENT-PRINCIPAL',
    'x-ms-client-principal-name',
    'X_MS_CLIENT_PRINCIPAL',
    'X_Azure_FDID',
    'X-MS-Version',
    'X-Request-Id',
    'RequestId',
    'X-Original-URL',
    'X-Rewrite-URL',
    'X-HTTP-Method-Override',
    'X-Real-IP',
    'Connection',
    'Keep-Alive',
    'Proxy-Connection',
    'Proxy-Authorization',
    'TE',
    'Trailer',
    'Upgrade',
    'HTTP2-Settings',
    'Expect',
    'Host',
  ])('a client that sends %s changes nothing', (name) => {
    expect(lines(headersToOrigin([name, 'spoofed'], plain, facts))).toEqual(FROM_EDGE);
  });

  test('all others pass unchanged, doubled ones too, in their order', () => {
    const sent = [
      'Authorization',
      'Bearer a.b.c',
      'Cookie',
      'a=1',
      'X-Custom',
      'ü',
      'X-Custom',
      '2',
      'traceparent',
      '00-1',
    ];
    expect(lines(headersToOrigin(sent, plain, facts))).toEqual([
      'host: 127.0.0.1:7002',
      'authorization: Bearer a.b.c',
      'cookie: a=1',
      'x-custom: ü',
      'x-custom: 2',
      'traceparent: 00-1',
      ...FROM_EDGE.slice(1),
    ]);
  });

  test('what Connection names is dropped, but never what frames the message', () => {
    const sent = ['Connection', 'keep-alive, X-Secret, content-length', 'X-Secret', '1', 'Content-Length', '5'];
    const got = lines(headersToOrigin(sent, plain, facts));
    expect(got).toContain('content-length: 5');
    expect(got.join()).not.toContain('x-secret');
  });

  test('Connection cannot take away what the edge says', () => {
    const sent = ['Connection', 'X-Azure-FDID, X-Forwarded-For, X-Request-Id, Host'];
    expect(lines(headersToOrigin(sent, plain, facts))).toEqual(FROM_EDGE);
  });

  test('a chunked body stays chunked', () => {
    expect(lines(headersToOrigin(['Transfer-Encoding', 'chunked'], plain, facts))).toContain(
      'transfer-encoding: chunked',
    );
  });

  test('a route keeps the X-MS headers that it names, and no others', () => {
    const routing = routingOf(configWith([{ name: 'all', patterns: ['/*'] }]), {
      version: 1,
      kind: 'development',
      originGroups: [{ name: 'intake', origins: [{ name: 'intake', serves: 'intake', host: 'localhost' }] }],
      routes: [
        { name: 'in', patterns: ['/in/*'], originGroup: 'intake', keepRequestHeaders: ['x-ms-version', 'x-ms-blob-*'] },
      ],
    });
    const route = routing.routes.find(({ name }) => name === 'in') ?? plain;
    const sent = [
      'x-ms-version',
      '1',
      'X-MS-Blob-Type',
      'BlockBlob',
      'x-ms-copy-source',
      'http://evil.test/',
      'x-ms-versions',
      '2',
    ];
    const got = lines(headersToOrigin(sent, route, facts));
    expect(got.filter((line) => line.startsWith('x-ms-'))).toEqual(['x-ms-version: 1', 'x-ms-blob-type: BlockBlob']);
  });

  test('the rules of the route have the last word', () => {
    const action = (op: string, header: string, value?: string) => ({ type: 'ModifyRequestHeader', op, header, value });
    const route = onlyRoute(
      { ruleSets: ['change'] },
      {
        ruleSets: [
          {
            name: 'change',
            rules: [
              {
                name: 'r',
                actions: [
                  action('Delete', 'authorization'),
                  action('Overwrite', 'X-A', 'new'),
                  action('Append', 'X-B', 'more'),
                ],
              },
            ],
          },
        ],
      },
    );
    const got = lines(headersToOrigin(['Authorization', 'a', 'X-A', '1', 'x-a', '2', 'X-B', '3'], route, facts));
    expect(got.filter((line) => /^(authorization|x-[ab]):/.test(line))).toEqual(['x-b: 3more', 'x-a: new']);
  });
});

describe('to the client', () => {
  test('what the origin runs on is not told, and the request id is in both places', () => {
    const sent = [
      'Server', 'nginx', 'X-Powered-By', 'x', 'Connection', 'close, X-Hop', 'X-Hop', '1', 'Transfer-Encoding', 'chunked',
      'X-Azure-Ref', 'old', 'RequestId', 'old', 'Set-Cookie', 'a=1', 'Set-Cookie', 'b=2', 'Content-Type', 'text/plain',
    ]; // biome-ignore format: pairs
    expect(lines(headersToClient(sent, plain, facts.requestId, 'CONFIG_NOCACHE'))).toEqual([
      'set-cookie: a=1',
      'set-cookie: b=2',
      'content-type: text/plain',
      `requestid: ${facts.requestId}`,
      `x-azure-ref: ${facts.requestId}`,
      'x-cache: CONFIG_NOCACHE',
    ]);
  });
});

import { expect, test } from 'vitest';
import { behindEdge } from '../../functions/behind-edge.ts';
import { gatewayRoutes } from '../../functions/gateway/routes.ts';
import { requestIdOf } from '../../functions/reply.ts';
import type { Route } from '../../functions/route.ts';
import { webFrontEndRoutes } from '../../functions/web-front-end/routes.ts';
import { ErrorEnvelope } from '../../shared/contract/error-envelope.ts';

const ID = '5a1c2f3e-0000-4000-8000-000000000001';
const OTHER = '5a1c2f3e-0000-4000-8000-000000000002';
const logged: string[] = [];
const invocation = { signal: new AbortController().signal, log: (_: string, event: string) => void logged.push(event) };

type Given = Record<string, string> | [string, string][];

/** A route that says what its handler was told. */
const telling: Route = {
  name: 'telling',
  methods: ['GET'],
  path: '/x',
  handler: async (request) =>
    Response.json({ ip: request.headers.get('x-azure-clientip'), ref: request.headers.get('x-azure-ref') }),
};

function call(edgeId: string | undefined, headers: Given, route = telling, url = 'http://role.example/x') {
  const [wrapped] = behindEdge(edgeId, [route]);
  if (wrapped === undefined) throw new Error('no route');
  return wrapped.handler(new Request(url, { headers }), invocation);
}

const told = { 'x-azure-clientip': '203.0.113.7', 'x-azure-ref': 'edge-reference-1' };

test('X-06: what carries the id of our edge is answered, and what the edge says of it is believed', async () => {
  const answer = await call(ID, { ...told, 'x-azure-fdid': ID.toUpperCase() });
  expect([answer.status, await answer.json()]).toEqual([200, { ip: '203.0.113.7', ref: 'edge-reference-1' }]);
});

test.each<[string, Given]>([
  ['no id', {}],
  ['the id of another Front Door', { 'x-azure-fdid': OTHER }],
  [
    'our id twice',
    [
      ['x-azure-fdid', ID],
      ['x-azure-fdid', ID],
    ],
  ],
  ['our id and another', { 'x-azure-fdid': `${ID}, ${OTHER}` }],
  ['an empty id', { 'x-azure-fdid': '' }],
  [
    'our id in other headers',
    { 'x-forwarded-for': ID, 'x-fd-id': ID, x_azure_fdid: ID, 'x-original-x-azure-fdid': ID },
  ],
])('X-06: a request with %s is refused in the envelope, and its handler is not asked', async (_, headers) => {
  let isAsked = false;
  const handler: Route['handler'] = async () => {
    isAsked = true;
    return new Response();
  };
  const answer = await call(ID, headers, { ...telling, handler });
  expect([answer.status, isAsked]).toEqual([403, false]);
  const { error } = ErrorEnvelope.parse(await answer.json());
  expect(error.code).toBe('NotThroughEdge');
});

test('X-06: a refused request is not logged under an id or address of its own making', async () => {
  const request = new Request('http://role.example/x', { headers: told });
  const [route] = behindEdge(ID, [telling]);
  const answer = await route?.handler(request, invocation);
  expect(answer?.headers.get('requestid')).not.toBe(told['x-azure-ref']);
  expect(requestIdOf(request)).not.toBe(told['x-azure-ref']);
});

test('X-06: a role without an id serves everybody and believes nothing that only an edge may say', async () => {
  const answer = await call(undefined, { ...told, 'x-azure-fdid': ID, 'x-azure-socketip': '203.0.113.8' });
  expect([answer.status, await answer.json()]).toEqual([200, { ip: null, ref: null }]);
});

const never = () => Promise.reject(new Error('asked for its parts'));
const deps = {
  readPage: async () => '<html></html>',
  wellKnown: {
    authority: 'https://login.example/organizations',
    tokenEndpoint: 'https://login.example/token',
    clientId: 'c',
    scope: 's',
    apiBase: 'https://bi.example/v1.0/myorg',
    azimuthBase: 'https://bi.example/azimuth/v1',
    version: '0',
  },
  origins: { signIn: [], intake: 'https://bi.example' },
};

test.each([
  ['Gateway', gatewayRoutes(never)],
  ['Web Front End', webFrontEndRoutes(deps)],
])('X-06: every path of the %s is closed to others, its probe too', async (_, routes) => {
  const closed = behindEdge(ID, routes);
  expect(closed.length).toBe(routes.length);
  for (const { name, methods, path, handler } of closed) {
    const request = new Request(`http://role.example${path}`, { method: methods[0] ?? 'GET' });
    expect({ name, status: (await handler(request, invocation)).status }).toEqual({ name, status: 403 });
  }
});

test.each([
  ['Gateway', gatewayRoutes(never), '/v1.0/health'],
  ['Web Front End', webFrontEndRoutes(deps), '/healthz'],
])('X-04: the probe of Front Door, which carries the id, finds the %s well', async (_, routes, path) => {
  const probe = behindEdge(ID, routes).find((route) => route.path === path);
  const request = new Request(`http://role.example${path}`, { method: 'HEAD', headers: { 'X-Azure-FDID': ID } });
  expect((await probe?.handler(request, invocation))?.status).toBe(200);
});

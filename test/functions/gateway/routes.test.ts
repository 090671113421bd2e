import { expect, test } from 'vitest';
import { gatewayRoutes } from '../../../functions/gateway/routes.ts';
import { matchPath } from '../../../functions/route.ts';

const routes = gatewayRoutes(() => Promise.reject(new Error('no store is asked')));

async function answer(method: string, path: string): Promise<Response> {
  const route = routes
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .find(({ methods, path: template }) => methods.some((one) => one === method) && matchPath(template, path));
  if (route === undefined) throw new Error(`no route for ${method} ${path}`);
  const request = new Request(`http://localhost${path}`, { method });
  return route.handler(request, { signal: new AbortController().signal, log: () => undefined });
}

test.each([
  ['PATCH', '/v1.0/myorg/groups', 'GET, POST'],
  ['HEAD', '/v1.0/myorg/groups', 'GET, POST'],
  ['PUT', `/azimuth/v1/dashboards/${crypto.randomUUID()}/tiles`, 'POST'],
])('%s %s is refused with the methods that the address has', async (method, path, allowed) => {
  const reply = await answer(method, path);
  expect([reply.status, reply.headers.get('allow')]).toEqual([405, allowed]);
});

test.each(['/v1.0/myorg/nothing', '/v1.0/', '/azimuth/v1/me/more'])('%s is no address of ours', async (path) => {
  const reply = await answer('GET', path);
  expect(reply.status).toBe(404);
  expect(await reply.json()).toMatchObject({ error: { code: 'RouteNotFound' } });
});

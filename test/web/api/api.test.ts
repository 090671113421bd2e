import { createServer } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createApi, path } from '../../../web/src/api/api.ts';
import { Problem } from '../../../web/src/api/problem.ts';

type Reply = { readonly status: number; readonly body: string; readonly headers?: Record<string, string> };
const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).map((close) => close()));

async function serve(...replies: readonly Reply[]) {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    const reply = replies[Math.min(seen.length, replies.length - 1)];
    seen.push(request.headers.authorization ?? '');
    response.writeHead(reply?.status ?? 500, reply?.headers).end(reply?.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => server.close());
  const address = server.address();
  const base = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  const tokens = async (isFresh: boolean) => (isFresh ? 'fresh' : 'kept');
  return { seen, base, api: createApi({ apiBase: base, azimuthBase: base }, tokens) };
}

const Answer = z.object({ name: z.string() });
const expired = { status: 401, body: JSON.stringify({ error: { code: 'TokenExpired', message: 'Expired' } }) };
const good = { status: 200, body: '{"name":"Ines"}' };

describe('a call', () => {
  test('carries the token and gives back what the contract says', async () => {
    const { api, seen } = await serve(good);
    expect(await api.azimuth('/me', { answer: Answer })).toEqual({ name: 'Ines' });
    expect(seen).toEqual(['Bearer kept']);
  });

  test('is made again once with a fresh token when the token has expired', async () => {
    const { api, seen } = await serve(expired, good);
    expect(await api.azimuth('/me', { answer: Answer })).toEqual({ name: 'Ines' });
    expect(seen).toEqual(['Bearer kept', 'Bearer fresh']);
  });

  test('is not made a third time', async () => {
    const { api, seen } = await serve(expired, expired);
    await expect(api.azimuth('/me', { answer: Answer })).rejects.toMatchObject({ status: 401, code: 'TokenExpired' });
    expect(seen).toHaveLength(2);
  });

  test('tells the message, the code and the request id of a refusal', async () => {
    const body = JSON.stringify({ error: { code: 'PowerBIEntityNotFound', message: 'The report was not found.' } });
    const { api } = await serve({ status: 404, body, headers: { RequestId: 'r-1' } });
    await expect(api.powerBi('/reports/1', { answer: Answer })).rejects.toMatchObject({
      status: 404,
      message: 'The report was not found.',
      requestId: 'r-1',
    });
  });

  test.each([
    ['a page of a proxy', { status: 502, body: '<html>Bad gateway</html>' }, 502],
    ['another shape', { status: 200, body: '{"title":1}' }, 200],
  ])('%s becomes a problem that can be shown', async (_, reply, status) => {
    const { api } = await serve(reply);
    const thrown: unknown = await api.azimuth('/me', { answer: Answer }).catch((problem: unknown) => problem);
    expect(thrown).toBeInstanceOf(Problem);
    expect(thrown).toMatchObject({ status });
  });

  test('an unreachable service is told apart', async () => {
    const api = createApi({ apiBase: '', azimuthBase: 'http://127.0.0.1:1' }, async () => 't');
    await expect(api.azimuth('/me', { answer: Answer })).rejects.toMatchObject({ code: 'Unreachable', status: 0 });
  });
});

test('parts of a path are encoded', () => {
  expect(path`/reports/${'../me'}/pages/${'a b?c'}`).toBe('/reports/..%2Fme/pages/a%20b%3Fc');
});

import { createServer } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createApi, path, type TokenWish } from '../../../web/src/api/api.ts';
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
  const ended: { readonly why: string; readonly claims: string | undefined }[] = [];
  const wishes: TokenWish[] = [];
  const tokens = {
    get: async (wish: TokenWish) => {
      wishes.push(wish);
      return wish.kind;
    },
    onEnded: (why: string, claims: string | undefined) => void ended.push({ why, claims }),
  };
  return { seen, base, ended, wishes, api: createApi({ apiBase: base, azimuthBase: base }, tokens) };
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
    const tokens = { get: async () => 't', onEnded: () => undefined };
    const api = createApi({ apiBase: '', azimuthBase: 'http://127.0.0.1:1' }, tokens);
    await expect(api.azimuth('/me', { answer: Answer })).rejects.toMatchObject({ code: 'Unreachable', status: 0 });
  });
});

describe('a session that the service ended', () => {
  const claims = '{"access_token":{"nbf":{"essential":true,"value":"1760000000"}}}';
  const challenge = `Bearer error="insufficient_claims", claims="${btoa(claims)}"`;
  const body = JSON.stringify({ error: { code: 'TokenRevoked', message: 'This session was ended.' } });
  const challenged = { status: 401, body, headers: { 'WWW-Authenticate': challenge } };

  test('is answered with a token that proves what the refusal asks for', async () => {
    const { api, seen, wishes, ended } = await serve(challenged, good);
    expect(await api.azimuth('/me', { answer: Answer })).toEqual({ name: 'Ines' });
    expect(seen).toEqual(['Bearer kept', 'Bearer challenged']);
    expect(wishes[1]).toEqual({ kind: 'challenged', claims });
    expect(ended).toEqual([]);
  });

  test('is told as ended when that token is refused too, and nothing is asked a third time', async () => {
    const { api, seen, ended } = await serve(challenged, challenged, good);
    await expect(api.azimuth('/me', { answer: Answer })).rejects.toMatchObject({ status: 401, code: 'TokenRevoked' });
    expect(seen).toHaveLength(2);
    expect(ended).toEqual([{ why: 'This session was ended.', claims }]);
  });

  test('is challenged without claims where the refusal names none', async () => {
    const { api, wishes } = await serve({ status: 401, body }, good);
    await api.azimuth('/me', { answer: Answer });
    expect(wishes).toEqual([{ kind: 'kept' }, { kind: 'challenged', claims: undefined }]);
  });

  test('is not confused with a refusal of another kind', async () => {
    const invalid = { status: 401, body: JSON.stringify({ error: { code: 'TokenInvalid', message: 'No.' } }) };
    const { api, seen, ended } = await serve(invalid, good);
    await expect(api.azimuth('/me', { answer: Answer })).rejects.toMatchObject({ code: 'TokenInvalid' });
    expect(seen).toHaveLength(1);
    expect(ended).toEqual([]);
  });

  test('is challenged for a file as well', async () => {
    const { api, seen } = await serve(challenged, { status: 200, body: 'a,b\r\n1,2\r\n' });
    expect(await (await api.file('/export', { method: 'POST', body: {} })).text()).toBe('a,b\r\n1,2\r\n');
    expect(seen).toEqual(['Bearer kept', 'Bearer challenged']);
  });
});

describe('a limit', () => {
  test('says what the service says of it', async () => {
    const message = 'At most 1200 calls a minute are allowed. Try again in 12 s.';
    const { api } = await serve({
      status: 429,
      body: JSON.stringify({ error: { code: 'TooManyRequests', message, requestId: 'r-2' } }),
    });
    await expect(api.azimuth('/me', { answer: Answer })).rejects.toMatchObject({ message, requestId: 'r-2' });
  });

  test.each([
    [{ 'Retry-After': '7' }, 'Try again in 7 s.'],
    [{ 'Retry-After': 'Wed, 21 Oct 2026 07:28:00 GMT' }, 'Try again in a minute.'],
    [{}, 'Try again in a minute.'],
  ])('says when to try again where something on the way answers (%o)', async (headers, words) => {
    const { api } = await serve({ status: 429, body: '<html>', headers });
    await expect(api.azimuth('/me', { answer: Answer })).rejects.toMatchObject({
      status: 429,
      message: expect.stringContaining(words),
    });
  });
});

test('parts of a path are encoded', () => {
  expect(path`/reports/${'../me'}/pages/${'a b?c'}`).toBe('/reports/..%2Fme/pages/a%20b%3Fc');
});

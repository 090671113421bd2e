import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CONTEXT_HEADER } from '../../shared/identity/signed-context.ts';
import { API, type Client, errorOf, OURS, request } from './client.ts';
import { createFalseGateway, type FalseGateway, READS } from './false-gateway.ts';
import { startTestStack, type TestStack } from './stack.ts';

/** The public port, to whoever tries to reach through it what lies behind. */
let stack: TestStack;
let author: Client;
let gateway: FalseGateway;

beforeAll(async () => {
  stack = await startTestStack();
  author = await stack.client('author@contoso.example');
  gateway = await createFalseGateway(stack, author.signInName);
});
afterAll(async () => {
  await gateway?.close();
  await stack?.stop();
});

test.each(['presentation', 'data-movement'] as const)('%s cannot be reached through the public port', async (role) => {
  const call = await gateway.hop(role);
  const headers = { authorization: `Bearer ${call.token}`, [CONTEXT_HEADER]: String(call.context) };
  const paths = [
    call.path,
    `/azimuth/v1/..${call.path}`,
    `/azimuth/%2e%2e${call.path}`,
    `//internal/${role}${READS[role]}`,
    `/azimuth/v1/me/../../..${call.path}`,
    `/INTERNAL/${role}${READS[role]}`,
  ];
  for (const path of paths) {
    for (const method of ['GET', 'POST']) {
      const { status, text } = await raw(stack.stack.ports.public, method, path, headers);
      expect(text, `${method} ${path}`).not.toContain(gateway.me.myWorkspaceId);
      if (status === 200) expect(text, `${method} ${path}`).toMatch(/^<!doctype html>/i);
      else expect(status, `${method} ${path}`).toBeGreaterThanOrEqual(400);
    }
  }
});

test('headers that claim to be somebody change nothing', async () => {
  const admin = stack.start.tenants.contoso.users['admin@contoso.example']?.objectId ?? '';
  const call = await gateway.hop('presentation');
  const principal = Buffer.from(JSON.stringify({ auth_typ: 'aad', claims: [{ typ: 'oid', val: admin }] }));
  const spoofed = {
    'X-MS-CLIENT-PRINCIPAL': principal.toString('base64'),
    'X-MS-CLIENT-PRINCIPAL-ID': admin,
    'X-MS-CLIENT-PRINCIPAL-NAME': 'admin@contoso.example',
    [CONTEXT_HEADER]: String(call.context),
    'X-Azimuth-Job': crypto.randomUUID(),
    'X-Forwarded-For': '127.0.0.1',
    'X-Forwarded-Host': 'evil.example',
    'X-Forwarded-Proto': 'https',
    'X-Original-URL': `/internal/presentation${OURS}/me`,
    'X-HTTP-Method-Override': 'DELETE',
  };
  const url = `${stack.url}${OURS}/me`;
  const plain = await request(url, { headers: { authorization: `Bearer ${author.token}` } });
  const same = await request(url, { headers: { ...spoofed, authorization: `Bearer ${author.token}` } });
  expect([same.status, same.text]).toEqual([200, plain.text]);
  const nobody = await request(url, { headers: spoofed });
  expect([nobody.status, errorOf(nobody).code]).toEqual([401, 'TokenMissing']);
  const service = await request(url, { headers: { ...spoofed, authorization: `Bearer ${call.token}` } });
  expect([service.status, errorOf(service).code]).toEqual([401, 'TokenInvalid']);
  const place = await request(`${stack.url}${API}/imports/createTemporaryUploadLocation`, {
    method: 'POST',
    headers: { ...spoofed, authorization: `Bearer ${author.token}` },
  });
  expect(place.text).toContain(`"url":"${stack.url}/intake/`);
});

test('nothing of the inside is in an answer’s headers', async () => {
  const { headers } = await author.send('GET', `${OURS}/me`);
  for (const name of [CONTEXT_HEADER, 'x-azimuth-job', 'authorization', 'server', 'x-powered-by']) {
    expect(headers.get(name), name).toBeNull();
  }
  expect(headers.get('cache-control')).toBe('no-store');
});

/** A request whose path is sent as it is, without a client's tidying. */
function raw(
  port: number,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    httpRequest({ host: '127.0.0.1', port, method, path, headers, agent: false }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      answer.once('end', () => resolve({ status: answer.statusCode ?? 0, text }));
    })
      .once('error', reject)
      .end();
  });
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Stack, startStack } from '../../dev/stack/start-stack.ts';

/** The directory of a running stack, as a script reaches it: through the edge, by the published addresses only. */
const root = fileURLToPath(new URL('../..', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'azimuth-directory-'));
const ObjectIds = z.record(z.string(), z.object({ objectId: z.string() }));
const Published = z.object({
  tokenEndpoint: z.string(),
  graph: z.string(),
  tenants: z.record(z.string(), z.object({ users: ObjectIds, groups: ObjectIds })),
});

let stack: Stack;
let published: z.infer<typeof Published>;

async function start(): Promise<void> {
  stack = await startStack({
    home,
    port: 0,
    roles: 'processes',
    programs: { host: join(root, 'test/dev/fixtures/role-process.ts'), edge: join(root, 'edge/main.ts') },
  });
  published = Published.parse(JSON.parse(await (await fetch(stack.wellKnown)).text()));
}

beforeAll(start);
afterAll(async () => {
  await stack?.stop();
  rmSync(home, { recursive: true, force: true });
});

async function signIn(username: string, scope: string) {
  const form = { grant_type: 'password', username, password: 'azimuth', scope };
  const answer = await fetch(published.tokenEndpoint, { method: 'POST', body: new URLSearchParams(form) });
  const Answer = z.object({ access_token: z.string().optional(), error_codes: z.array(z.number()).optional() });
  return Answer.parse(JSON.parse(await answer.text()));
}

async function graph(method: string, path: string, body?: unknown): Promise<Response> {
  const { access_token: token } = await signIn('admin@contoso.example', 'https://graph.microsoft.com/.default');
  return fetch(published.graph + path, {
    method,
    headers: { authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

const viewer = () => published.tenants['contoso']?.users['viewer@contoso.example']?.objectId ?? '';
const analysts = () => published.tenants['contoso']?.groups['Contoso Analysts']?.objectId ?? '';

describe('the directory of a stack', () => {
  test('is read and changed through the edge', async () => {
    const member = { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${viewer()}` };
    expect((await graph('POST', `/groups/${analysts()}/members/$ref`, member)).status).toBe(204);
    const path = `/users/${viewer()}/getMemberObjects`;
    const { value } = JSON.parse(await (await graph('POST', path, { securityEnabledOnly: false })).text());
    expect(value).toContain(analysts());
    expect((await graph('DELETE', `/groups/${analysts()}/members/${viewer()}/$ref`)).status).toBe(204);
  });

  test('keeps a disabled account disabled over a restart', async () => {
    expect((await graph('PATCH', `/users/${viewer()}`, { accountEnabled: false })).status).toBe(204);
    await stack.stop();
    await start();
    expect((await signIn('viewer@contoso.example', 'openid')).error_codes).toEqual([50057]);
    expect((await graph('PATCH', `/users/${viewer()}`, { accountEnabled: true })).status).toBe(204);
    expect((await signIn('viewer@contoso.example', 'openid')).access_token).toBeTypeOf('string');
  });

  test('is the one that the stack hands to tests', () => {
    expect(stack.identity.directory.user(viewer())?.user.signInName).toBe('viewer@contoso.example');
    expect(stack.identity.keyRing.published().length).toBe(1);
  });
});

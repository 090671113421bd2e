import { afterAll, beforeAll, expect, test } from 'vitest';
import { OPERATIONS } from '../../../functions/operations.ts';
import { answering } from '../../../functions/reply.ts';
import type { Session } from '../../../shared/engine/ports.ts';
import type { SemanticModel } from '../../../shared/model/semantic-model.ts';
import { bodyOf, pathOf } from '../../integration/operation-calls.ts';
import { column, createModelFolder, engine, table } from '../../query/model-file.ts';
import { principal, TENANT } from '../principals.ts';
import { createThings } from '../things.ts';
import type { World } from '../world.ts';
import { openWorld, told } from './open-world.ts';

let world: World;
const folder = await createModelFolder();
beforeAll(async () => {
  world = await openWorld();
});
afterAll(async () => {
  await world.close();
  await folder.remove();
});

test('C06: nothing in a request says who asks or under which rules', async () => {
  const viewer = principal('Viewer');
  const ids = await createThings(world, viewer);
  const claimed = {
    tenantId: TENANT,
    securityContext: {},
    roles: ['Admin'],
    groupIds: [],
    effectiveIdentity: {},
    userName: 'a',
    via: 'dashboard',
  };
  const asks = OPERATIONS.filter(({ name }) => /page-data|visual-export/.test(name));
  for (const operation of asks) {
    for (const [name, value] of Object.entries(claimed)) {
      const body = { ...Object(bodyOf(operation, ids)), [name]: value };
      const { status } = await world.send(viewer, operation.method, pathOf(operation, ids, world.now()), { body });
      expect([operation.name, name, status]).toEqual([operation.name, name, 400]);
    }
  }
  const path = `/azimuth/v1/admin/tenant-settings?isAdministrator=true&standing=administrator&oid=${principal('administrator').objectId}`;
  expect((await world.send(viewer, 'GET', path)).status).toBe(403);
});

test('C10: two people who send the same ids, names and addresses get each their own answer', async () => {
  const [viewer, stranger] = [principal('Viewer'), principal('stranger')];
  const { reportId } = await createThings(world, viewer);
  const headers = {
    'x-request-id': 'the-same-for-both',
    'if-none-match': '*',
    'x-cache-key': 'k',
    'idempotency-key': 'k',
  };
  const page = `/azimuth/v1/reports/${reportId}/pages/overview/data?dashboard_load_id=1`;
  for (const who of [viewer, stranger, viewer, stranger]) {
    const { status } = await world.send(who, 'POST', page, { headers, body: {} });
    expect([who.name, status]).toEqual([who.name, who === viewer ? 200 : 404]);
    const me = JSON.parse(await (await world.send(who, 'GET', '/azimuth/v1/me', { headers })).text());
    expect(me.objectId).toBe(who.objectId);
  }
});

test('C13: what the engine says of a value that it could not compute with reaches neither the caller nor the log', async () => {
  const SECRET = 'secret-owner';
  const model: SemanticModel = { tables: [table('T', [column('Owner', 'String')])] };
  const session: Session = await engine.open(await folder.write(model, [[[SECRET]]]));
  const query = { sql: "SELECT to_json({'c0': list(CAST(c0 AS INTEGER))}) FROM t0", parameters: [], columnCount: 1 };
  const failure = await session
    .run(query, { timeoutMs: 5000 }, new AbortController().signal)
    .catch((thrown: unknown) => thrown);
  await session.close();
  expect(String(failure instanceof Error ? failure.cause : failure)).toContain(SECRET);
  const logged: unknown[] = [];
  const invocation = { signal: new AbortController().signal, log: (...line: unknown[]) => void logged.push(line) };
  const answer = await told(await answering(() => Promise.reject(failure))(new Request('http://x/'), invocation));
  expect(answer).toMatch(/^400/);
  expect(answer).not.toContain(SECRET);
  expect(logged).toHaveLength(1);
  expect(JSON.stringify(logged)).not.toContain(SECRET);
});

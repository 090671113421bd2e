import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { CONTOSO, FABRIKAM } from '../../dev/idp/sample-directory.ts';
import { untilDefined } from '../../dev/samples/api-client.ts';
import { LOCAL_FRONT_DOOR_ID } from '../../dev/stack/stack-addresses.ts';
import type { StackRegion } from '../../dev/stack/stack-region.ts';
import { openSqliteMetadata } from '../../shared/adapters/sql/open-sqlite.ts';
import { PageData, ReportDetail } from '../../shared/contract/azimuth.ts';
import { Dataset, Group, Import, listOf, Report } from '../../shared/contract/power-bi.ts';
import { type ObjectId, parseId, type TenantId } from '../../shared/domain/ids.ts';
import { EDGE_ID_HEADER } from '../../shared/routing/network-schema.ts';
import { API, type Client, errorOf, OURS, type Reply, request } from './client.ts';
import { startTestStack, type TestStack } from './stack.ts';
import { inFlight, type Outcome, startLoad } from './steady-load.ts';

/** Two regions on one machine: real processes, real sockets. Contoso is at home in the first, Fabrikam in the second. */
let stack: TestStack;
let first: StackRegion;
let second: StackRegion;
let admin: Client;
let viewer: Client;
let fabrikam: Client;
let page: string;
/** The edge probes each second, and two failed probes of four are too many; a moment is for the machine. */
const PROBE_WINDOW_MS = 4000;
const CALM_MS = 90_000;

beforeAll(async () => {
  stack = await startTestStack({ samples: true, regions: 2 });
  [first, second] = regionsOf(stack);
  admin = await stack.client('admin@contoso.example');
  viewer = await stack.client('viewer@contoso.example');
  fabrikam = await stack.client('admin@fabrikam.example');
  const { value: groups } = await admin.call(listOf(Group), 'GET', `${API}/groups`);
  const { value: reports } = await admin.call(listOf(Report), 'GET', `${API}/groups/${groups[0]?.id}/reports`);
  const report = await admin.call(ReportDetail, 'GET', `${OURS}/reports/${reports[0]?.id}`);
  page = `${OURS}/reports/${report.id}/pages/${report.definition.pages[0]?.name}/data`;
});
// What one test took away and could not give back is no trouble of the next.
afterEach(async () => {
  for (const region of [first, second]) await region.revive();
});
afterAll(() => stack?.stop());

function regionsOf({ stack: { regions } }: TestStack): [StackRegion, StackRegion] {
  const [one, other] = regions;
  if (one === undefined || other === undefined) throw new Error('There are not two regions.');
  return [one, other];
}

const groupNamed = (name: string) => ({ method: 'POST', path: `${API}/groups`, body: { name } });
const makeGroup = (by: Client, name: string) => by.send('POST', `${API}/groups`, { name });
const names = async (by: Client) =>
  (await by.call(listOf(Group), 'GET', `${API}/groups`)).value.map((group) => group.name);
const answers = (by: Client) => by.call(PageData, 'POST', page, { interactions: [] });
/** What a page shows, without when it was computed. */
const numbers = async (by: Client) =>
  Object.entries((await answers(by)).visuals).map(([name, result]) => [name, result.kind === 'data' && result.answer]);

/** Asks until the answer is the wanted one; its milliseconds. */
async function until(
  what: string,
  attempt: () => Promise<Reply>,
  isWanted: (reply: Reply) => boolean,
): Promise<number> {
  const startedAt = performance.now();
  await untilDefined(what, CALM_MS, async () => (isWanted(await attempt()) ? true : undefined));
  return performance.now() - startedAt;
}
const isOk = ({ status }: Reply) => status < 300;
const isReadOnly = (reply: Reply) => reply.status === 409 && errorOf(reply).code === 'ServiceReadOnly';

describe('two regions', () => {
  test('A-04, A-05: each tenant is answered by its home, whichever region the edge chose', async () => {
    for (const by of [admin, fabrikam]) {
      const name = `group of ${by.signInName}`;
      expect((await makeGroup(by, name)).status).toBe(200);
      for (const { ports } of [first, second]) {
        const headers = { authorization: `Bearer ${by.token}`, [EDGE_ID_HEADER]: LOCAL_FRONT_DOOR_ID };
        const reply = await request(`http://127.0.0.1:${ports.roles.gateway}${API}/groups`, { headers });
        expect([reply.status, reply.text]).toEqual([200, expect.stringContaining(name)]);
      }
    }
  });

  test('A-06: the stores of one hold nothing of the other’s tenants but the copy of their data', async () => {
    const uploaded = await fabrikam.upload({ name: 'towns.csv', content: 'town,people\nOslo,1\nBergen,2\n' });
    expect(uploaded.importState).toBe('Succeeded');
    await second.copyNow();
    const { home } = stack.stack;
    expect(await peopleIn(join(home, 'metadata.db'))).toEqual([true, false]);
    expect(await peopleIn(join(home, 'second/metadata.db'))).toEqual([false, true]);
    expect(await tenantsIn(first, 'data')).toEqual([CONTOSO.tenantId]);
    expect(await tenantsIn(second, 'data')).toEqual([FABRIKAM.tenantId]);
    expect(await tenantsIn(first, 'copy')).toEqual([FABRIKAM.tenantId]);
    expect(await tenantsIn(second, 'copy')).toEqual([CONTOSO.tenantId]);
  });

  test('Z-03, Z-04: one that is killed under load costs the requests in flight; reading goes on, changing waits, all comes back', async () => {
    const before = await numbers(viewer);
    expect((await makeGroup(admin, 'before the loss')).status).toBe(200);
    await second.copyNow();
    const list = { method: 'GET', path: `${API}/groups` };
    const load = startLoad({
      reads: [
        { by: admin, ...list },
        { by: viewer, method: 'GET', path: `${OURS}/home` },
      ],
      readsPerSecond: 50,
      writes: { by: admin, of: groupNamed },
      writesPerSecond: 4,
    });
    await pause(3000);
    const killedAt = performance.now();
    await first.kill();
    const goneAt = performance.now();
    const failover = await until('The failover', () => makeGroup(admin, 'refused'), isReadOnly);
    expect(failover).toBeLessThan(PROBE_WINDOW_MS);
    // The first query of a model opens it from the copy; the numbers are those of the home.
    expect(await numbers(viewer)).toEqual(before);
    expect(await names(admin)).toContain('before the loss');
    const refused = await makeGroup(admin, 'refused too');
    expect([refused.status, errorOf(refused)]).toEqual([
      409,
      { code: 'ServiceReadOnly', message: expect.stringContaining('does not answer') },
    ]);
    expect((await fabrikam.send('POST', `${API}/groups`, { name: 'at home in the second' })).status).toBe(200);
    await pause(2000);
    await first.revive();
    const revivedAt = performance.now();
    const recovery = await until('The recovery', () => makeGroup(admin, 'after the loss'), isOk);
    await pause(2000);
    const outcomes = await load.stop();

    const reads = outcomes.filter(({ kind }) => kind === 'read');
    const lost = outcomes.filter((one) => (one.kind === 'read' ? one.status !== 200 : isUnknown(one)));
    const caught = inFlight(outcomes, killedAt, goneAt);
    expect(reads.length).toBeGreaterThan(300);
    expect(lost.filter((one) => !caught.includes(one))).toEqual([]);
    expect(recovery).toBeLessThan(PROBE_WINDOW_MS);
    // A write succeeded, was refused with one of three sentences, or was in flight; what succeeded is there.
    const writes = outcomes.filter(({ kind }) => kind === 'write');
    const codes = new Set(writes.filter(({ status }) => status >= 300).map(codeOf));
    for (const code of codes) expect(['ServiceReadOnly', 'ServiceUnavailable', 'OutcomeUnknown']).toContain(code);
    const readOnly = writes.filter((write) => write.status === 409 && codeOf(write) === 'ServiceReadOnly');
    expect(readOnly.length).toBeGreaterThan(0);
    const there = await names(admin);
    const made = writes.filter(({ status }) => status === 200);
    expect(made.filter(({ sentAt }) => sentAt > revivedAt).length).toBeGreaterThan(0);
    expect(made.map(({ name }) => name).filter((name) => !there.includes(name ?? ''))).toEqual([]);
    for (const { name } of readOnly) expect(there).not.toContain(name);
    expect(there).toEqual(expect.arrayContaining(['before the loss', 'after the loss']));
    expect(there).not.toContain('refused too');
  });

  test('Z-04: the other way round, the first stands in for the second', async () => {
    await second.copyNow();
    // By hand, as somebody at a terminal would: the stack goes on without them.
    for (const { pid } of second.roles()) process.kill(pid, 'SIGKILL');
    await expect.poll(() => second.roles()).toEqual([]);
    await until('The failover', () => makeGroup(fabrikam, 'refused'), isReadOnly);
    expect(await names(fabrikam)).toContain('at home in the second');
    const { value: datasets } = await fabrikam.call(listOf(Dataset), 'GET', `${API}/datasets`);
    expect(datasets.map(({ name }) => name)).toEqual(['towns']);
    expect((await makeGroup(admin, 'at home in the first')).status).toBe(200);
    await second.revive();
    await until('The recovery', () => makeGroup(fabrikam, 'back'), isOk);
  });

  test('Z-04: a model version that was not copied yet is an error that says so, and nothing else is', async () => {
    await first.kill();
    await until('The failover', () => makeGroup(admin, 'refused'), isReadOnly);
    await withoutStoreOfFirst(async () => {
      await second.kill(['presentation']);
      for (const name of await blobNames(second, 'copy')) await removeBlob(second, 'copy', name);
      await second.revive();
      const { visuals } = await answers(viewer);
      for (const result of Object.values(visuals)) {
        expect(result).toMatchObject({ kind: 'error', message: expect.stringContaining('data of this dataset') });
      }
      // Names and rights are there, and the service goes on.
      expect(await names(admin)).toContain('before the loss');
    });
    await second.copyNow();
    await answers(viewer);
    await first.revive();
    await until('The recovery', () => makeGroup(admin, 'back'), isOk);
  });
});

/** Holds the home's blob store: nothing can be read from it, nor copied. */
async function withoutStoreOfFirst(work: () => Promise<void>): Promise<void> {
  const store = stack.stack.processes.find(({ name }) => name === 'blob');
  if (store === undefined) throw new Error('The blob store does not run.');
  process.kill(store.pid, 'SIGSTOP');
  try {
    // What was read from it just before is written by then.
    await pause(500);
    await work();
  } finally {
    process.kill(store.pid, 'SIGCONT');
  }
}

describe('a role that is killed in mid-request', () => {
  test('Presentation: the query is answered by an error of ours, the others go on, and the same query works again', async () => {
    const presentation = first.roles().find(({ name }) => name === 'presentation');
    if (presentation === undefined) throw new Error('Presentation does not run.');
    process.kill(presentation.pid, 'SIGSTOP');
    const asked = viewer.send('POST', page, { interactions: [] });
    await pause(300);
    await first.kill(['presentation']);
    const answer = await asked;
    expect([answer.status, errorOf(answer).code]).toEqual([503, 'ServiceUnavailable']);
    // Its Gateway lives: nobody fails over for a role behind it, and Data Movement answers.
    expect((await admin.send('GET', `${API}/imports`)).status).toBe(200);
    expect((await fabrikam.send('GET', `${API}/groups`)).status).toBe(200);
    await first.revive();
    await answers(viewer);
    expect((await makeGroup(admin, 'after the query')).status).toBe(200);
  });

  test('Data Movement: an import that was under way is not half there, and is carried on', {
    timeout: 240_000,
  }, async () => {
    const rows = Array.from({ length: 200_000 }, (_, index) => `${index},${index * 7}`).join('\n');
    const fileUrl = await admin.put(`a,b\n${rows}\n`);
    const begun = await admin.call(Import, 'POST', `${API}/imports?datasetDisplayName=killed.csv`, { fileUrl });
    await first.kill(['data-movement']);
    const { value: models } = await admin.call(listOf(Dataset), 'GET', `${API}/datasets`);
    expect(models.map(({ name }) => name)).not.toContain('killed');
    await answers(viewer);
    await first.revive();
    const half = await admin.call(Import, 'GET', `${API}/imports/${begun.id}`);
    expect([half.importState, half.datasets]).toEqual(['Publishing', []]);
    const done = await untilDefined('The import', 200_000, async () => {
      const now = await admin.call(Import, 'GET', `${API}/imports/${begun.id}`);
      return now.importState === 'Publishing' ? undefined : now;
    });
    expect(done).toMatchObject({
      importState: 'Succeeded',
      datasets: [{ name: 'killed' }],
      reports: [{ name: 'killed' }],
    });
  });
});

/** Whether the people of Contoso and of Fabrikam are in a metadata file. */
async function peopleIn(file: string): Promise<boolean[]> {
  const metadata = await openSqliteMetadata({ file });
  try {
    const found: boolean[] = [];
    for (const { tenantId, users } of [CONTOSO, FABRIKAM]) {
      const [tenant, person] = [parseId<TenantId>(tenantId), parseId<ObjectId>(users[0]?.objectId)];
      if (tenant === undefined || person === undefined) throw new Error('The samples have no ids.');
      found.push((await metadata.read(tenant, ({ people }) => people.find(person))) !== undefined);
    }
    return found;
  } finally {
    await metadata.close();
  }
}

const containers = (region: StackRegion, account: 'data' | 'copy') => {
  const service = stack.blobs(account, region.ports.blob);
  return ['models', 'tiles'].map((name) => service.getContainerClient(name));
};
async function blobNames(region: StackRegion, account: 'data' | 'copy'): Promise<string[]> {
  const names: string[] = [];
  for (const container of containers(region, account)) {
    for await (const { name } of container.listBlobsFlat()) names.push(name);
  }
  return names;
}
async function removeBlob(region: StackRegion, account: 'data' | 'copy', name: string): Promise<void> {
  for (const container of containers(region, account)) await container.getBlobClient(name).deleteIfExists();
}
async function tenantsIn(region: StackRegion, account: 'data' | 'copy'): Promise<string[]> {
  return [...new Set((await blobNames(region, account)).map((name) => name.split('/', 1)[0] ?? ''))];
}

/** The code of what was refused; a write that got no answer at all has none. */
function codeOf({ text }: Outcome): string {
  const parsed = z
    .object({ error: z.object({ code: z.string() }) })
    .safeParse(text === '' ? undefined : JSON.parse(text));
  return parsed.success ? parsed.data.error.code : 'no answer';
}

/** A change of which nobody can say whether it was carried out. */
function isUnknown(outcome: Outcome): boolean {
  return outcome.status === 0 || codeOf(outcome) === 'OutcomeUnknown';
}

import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { provisionSamples } from '../../dev/samples/provision-samples.ts';
import { Home } from '../../shared/contract/azimuth.ts';
import { type Client, OURS } from './client.ts';
import { startTestStack, type TestStack } from './stack.ts';

/** The Retail sample: there at the first start, once, and not again when somebody has deleted it. */
let stack: TestStack;
let admin: Client;

beforeAll(async () => {
  stack = await startTestStack({ samples: true });
  admin = await stack.client('admin@contoso.example');
});
afterAll(() => stack?.stop());

const provision = () => provisionSamples({ wellKnown: stack.stack.wellKnown, home: stack.stack.home });
const marker = () => join(stack.stack.home, 'samples.json');
const home = (client: Client) => client.call(Home, 'GET', `${OURS}/home`);
const workspaces = async () =>
  (await home(admin)).workspaces.filter(({ kind, name }) => kind === 'shared' && name === 'Retail sample');

describe('the Retail sample', () => {
  test('is one workspace with one model, report and dashboard, shared with the viewers', async () => {
    expect(await workspaces()).toHaveLength(1);
    expect((await home(admin)).recent.map(({ kind }) => kind).toSorted()).toEqual(['dashboard', 'report']);
    for (const name of ['viewer', 'viewer.emea', 'viewer.amer']) {
      const seen = await home(await stack.client(`${name}@contoso.example`));
      expect(
        seen.sharedWithMe.map((item) => item.name),
        name,
      ).toEqual(['Retail sample']);
    }
    const elsewhere = await home(await stack.client('admin@fabrikam.example'));
    expect([...elsewhere.recent, ...elsewhere.sharedWithMe]).toEqual([]);
  });

  test('is not made twice', async () => {
    await provision();
    expect(await workspaces()).toHaveLength(1);
  });

  test('that a killed start left half done is made anew', async () => {
    const [before] = await workspaces();
    writeFileSync(marker(), JSON.stringify({ state: 'making' }));
    await provision();
    const [after, ...more] = await workspaces();
    expect(more).toEqual([]);
    expect(after?.id).not.toBe(before?.id);
  });

  test('is taken as made where the home is new and the stores are not', async () => {
    const [before] = await workspaces();
    rmSync(marker());
    await provision();
    expect((await workspaces()).map(({ id }) => id)).toEqual([before?.id]);
  });

  test('stays away once it was deleted', async () => {
    const [sample] = await workspaces();
    const reply = await admin.send('DELETE', `/v1.0/myorg/groups/${sample?.id}`);
    expect(reply.status).toBe(200);
    await provision();
    expect(await workspaces()).toEqual([]);
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Group } from '../../shared/contract/power-bi.ts';
import { conformanceFiles, isConformanceThere, zipOf } from '../imports/package-samples.ts';
import { Anything, API, type Client } from './client.ts';
import { DAX_CASES, differenceOf } from './dax-cases.ts';
import { startTestStack, type TestStack } from './stack.ts';

/** Cases that contradict others of the set; `test/query/dax/conformance.test.ts` says how. */
const IN_DOUBT = ['iterators.nested-rows'];

let stack: TestStack;
let author: Client;
let path: string;
const clients = new Map<string, Client>();

describe.skipIf(!isConformanceThere)('the golden cases through executeQueries', () => {
  beforeAll(async () => {
    stack = await startTestStack();
    author = await stack.client('author@contoso.example');
    const { id } = await author.call(Group, 'POST', `${API}/groups`, { name: 'Golden cases' });
    const zip = { name: 'Conformance.zip', content: new Uint8Array(zipOf(conformanceFiles('tmdl'))) };
    const { datasets } = await author.upload(zip, `/groups/${id}`);
    path = `${API}/groups/${id}/datasets/${datasets[0]?.id}`;
    const people = new Set(
      DAX_CASES.flatMap(({ user, impersonate }) => [user, impersonate].filter((one) => one !== undefined)),
    );
    for (const person of people) {
      const user = { identifier: person, principalType: 'User' };
      await author.call(Anything, 'POST', `${API}/groups/${id}/users`, { ...user, groupUserAccessRight: 'Viewer' });
      await author.call(Anything, 'POST', `${path}/users`, { ...user, datasetUserAccessRight: 'ReadExplore' });
      clients.set(person, await stack.client(person));
    }
  }, 120_000);
  afterAll(() => stack?.stop());

  test.each(DAX_CASES.filter(({ id }) => !IN_DOUBT.includes(id)).map((one) => [one.id, one] as const))(
    '%s',
    async (_, one) => {
      const who = one.user === undefined ? author : (clients.get(one.user) ?? author);
      const reply = await who.send('POST', `${path}/executeQueries`, {
        queries: [{ query: one.dax }],
        serializerSettings: { includeNulls: true },
        ...(one.impersonate === undefined ? {} : { impersonatedUserName: one.impersonate }),
      });
      expect(differenceOf(one, reply), one.dax).toBeUndefined();
    },
  );
});

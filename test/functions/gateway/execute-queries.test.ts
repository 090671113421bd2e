import { afterEach, expect, test } from 'vitest';
import { idsOfNothing } from '../../integration/operation-calls.ts';
import { type Principal, principal, TENANT } from '../../security/principals.ts';
import { createThings } from '../../security/things.ts';
import { createWorld, type World } from '../../security/world.ts';

let world: World;
afterEach(() => world.close());

const body = { queries: [{ query: 'EVALUATE ROW ( "x", 1 )' }] };
const ask = async (who: Principal, path: string) => {
  const answer = await world.send(who, 'POST', `/v1.0/myorg/${path}/executeQueries`, { body });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
};

test('U-01: 120 queries a minute by one person over all datasets and both paths; more are told when to come again', async () => {
  world = await createWorld({ perTenant: 100_000 });
  const [who, other] = [principal('Contributor'), principal('Member')];
  const [one, two] = [await createThings(world, who), await createThings(world, who)];
  const seen = new Set<number>();
  for (let call = 0; call < 60; call += 1) {
    seen.add((await ask(who, `datasets/${one.datasetId}`)).status);
    seen.add((await ask(who, `groups/${two.groupId}/datasets/${two.datasetId}`)).status);
  }
  expect([...seen]).toEqual([200]);
  const refused = await ask(who, `datasets/${two.datasetId}`);
  expect([refused.status, JSON.parse(refused.text).error.code]).toEqual([429, 'TooManyRequests']);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await ask(other, `datasets/${one.datasetId}`)).status).toBe(200);
  world.later(60);
  expect((await ask(who, `datasets/${one.datasetId}`)).status).toBe(200);
}, 60_000);

test('what nobody may query uses up no calls', async () => {
  world = await createWorld({ perTenant: 100_000 });
  const who = principal('Contributor');
  const { datasetId } = idsOfNothing();
  for (let call = 0; call < 125; call += 1) expect((await ask(who, `datasets/${datasetId}`)).status).toBe(404);
  const { datasetId: there } = await createThings(world, who);
  expect((await ask(who, `datasets/${there}`)).status).toBe(200);
}, 60_000);

test('an application is told by Power BI’s 401 that a dataset with roles is for people', async () => {
  world = await createWorld();
  await world.metadata.write(TENANT, undefined, ({ settings }) =>
    settings.save({ name: 'servicePrincipals', isOn: true, onlyFor: [], exceptFor: [] }),
  );
  const who = principal('application');
  const { datasetId } = await createThings(world, who);
  const { status, text, headers } = await ask(who, `datasets/${datasetId}`);
  expect([status, JSON.parse(text).error.code]).toEqual([401, 'PowerBINotAuthorizedException']);
  // A client that asks for a new token would be refused again.
  expect(headers.get('www-authenticate')).toBe('Bearer');
  expect(headers.has('x-azimuth-caller-refused')).toBe(false);
});

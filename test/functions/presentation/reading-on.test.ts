import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ModelId, parseId } from '../../../shared/domain/ids.ts';
import type { SemanticModel } from '../../../shared/model/semantic-model.ts';
import { storedInferred } from '../../../shared/model/stored-model.ts';
import type { Ids } from '../../integration/operation-calls.ts';
import { column, table } from '../../query/model-file.ts';
import { NEWCOMER, type Principal, principal, TENANT } from '../../security/principals.ts';
import { createThings } from '../../security/things.ts';
import { createWorld, type World } from '../../security/world.ts';

const reader = principal('reader');

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

async function status(who: Principal, path: string, method = 'GET'): Promise<number> {
  const answer = await world.send(who, method, path, method === 'GET' ? {} : { body: {} });
  await answer.body?.cancel();
  return answer.status;
}

describe('U-03: somebody who reads data without opening anything', () => {
  const views = async (ids: Ids) => {
    const query = { from: '2000-01-01T00:00:00.000Z', to: '2100-01-01T00:00:00.000Z', limit: 10_000 };
    const page = await world.metadata.read(TENANT, ({ audit }) =>
      audit.page({ ...query, activity: undefined, userId: undefined, after: undefined }),
    );
    const own = page.filter(({ item }) => item?.id === ids.reportId || item?.id === ids.dashboardId);
    return own.map(({ activity, actor }) => `${activity} ${actor.signInName}`).toSorted();
  };
  const cases = [
    ['ViewReport', (ids: Ids) => `reports/${ids.reportId}`, (ids: Ids) => `/pages/${ids.pageName}/data`, 'POST'],
    ['ViewDashboard', (ids: Ids) => `dashboards/${ids.dashboardId}`, () => '/data', 'GET'],
  ] as const;

  test.each(cases)('is in the activity log with %s, once an hour', async (activity, item, data, method) => {
    const ids = await createThings(world, reader);
    const read = (who: Principal) => status(who, `/azimuth/v1/${item(ids)}${data(ids)}`, method);
    const entry = `${activity} ${reader.signInName}`;
    for (let n = 0; n < 3; n += 1) expect(await read(reader)).toBe(200);
    expect(await views(ids)).toEqual([entry]);
    const other = principal('Viewer');
    expect(await read(other)).toBe(200);
    expect(await views(ids)).toEqual([entry, `${activity} ${other.signInName}`].toSorted());
    world.later(3600);
    expect(await read(reader)).toBe(200);
    expect(await views(ids)).toHaveLength(3);
  });

  test.each(cases)('is not in it with a second %s after opening it', async (activity, item, data, method) => {
    const ids = await createThings(world, reader);
    const path = `/azimuth/v1/${item(ids)}`;
    expect(await status(reader, path)).toBe(200);
    expect(await status(reader, `${path}${data(ids)}`, method)).toBe(200);
    expect(await views(ids)).toEqual([`${activity} ${reader.signInName}`]);
  });

  test('is not in it where nothing was shown: the page is not there', async () => {
    const ids = await createThings(world, reader);
    expect(await status(reader, `/azimuth/v1/reports/${ids.reportId}/pages/nowhere/data`, 'POST')).toBe(404);
    expect(await views(ids)).toEqual([]);
  });
});

test('B21: a measure’s formula is for who may build on the model; who only reads gets its name', async () => {
  const ids = await createThings(world, reader);
  const model: SemanticModel = {
    tables: [
      {
        ...table('T', [column('N', 'Int64')]),
        measures: [
          {
            name: 'Total',
            expression: { kind: 'aggregate', aggregation: 'sum', column: 'N' },
            formatString: '',
            isHidden: false,
          },
        ],
      },
    ],
  };
  const modelId = parseId<ModelId>(ids.datasetId);
  if (modelId === undefined) throw new Error('There is no model.');
  await world.metadata.write(TENANT, undefined, ({ items }) =>
    items.saveDefinition(modelId, JSON.stringify(storedInferred(model, 'Sales', 1)), world.now().toISOString()),
  );
  const measures = async (who: Principal) => {
    const answer = await world.send(who, 'GET', `/v1.0/myorg/datasets/${ids.datasetId}/tables`);
    const { value } = (await answer.json()) as { value: { measures: { name: string; expression: string }[] }[] };
    return value.flatMap((one) => one.measures.map(({ name, expression }) => [name, expression]));
  };
  expect(await measures(principal('sharer'))).toEqual([['Total', "SUM('T'[N])"]]);
  for (const name of ['reader', 'guest', 'Viewer']) expect(await measures(principal(name))).toEqual([['Total', '']]);
});

test('H14: who comes for the first time while nothing can be written is told so, and is let in after it', async () => {
  await world.metadata.system.setReadOnly(true);
  const refused = await world.send(NEWCOMER, 'GET', '/azimuth/v1/me');
  await world.metadata.system.setReadOnly(false);
  expect([refused.status, await refused.json()]).toMatchObject([409, { error: { code: 'ServiceReadOnly' } }]);
  const welcome = await world.send(NEWCOMER, 'GET', '/azimuth/v1/me');
  expect([welcome.status, await welcome.json()]).toMatchObject([
    200,
    { myWorkspaceId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
  ]);
});

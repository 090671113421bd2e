import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { lendersOf } from '../../shared/access/lenders.ts';
import type { Stores } from '../../shared/catalog/ports.ts';
import {
  type LinkId,
  type ModelId,
  type ModelVersionId,
  newId,
  type ObjectId,
  parseId,
  type ReportId,
  type WorkspaceId,
} from '../../shared/domain/ids.ts';
import type { Ids } from '../integration/operation-calls.ts';
import { principal, TENANT } from '../security/principals.ts';
import { createThings } from '../security/things.ts';
import { createWorld, type World } from '../security/world.ts';

const lender = principal('Member');
const asker = principal('Contributor');
const follower = principal('stranger');

let world: World;
let ids: Ids;
/** A report in a workspace of many, over a model in the lender's *My workspace*. */
let reportId: ReportId;
let modelId: ModelId;
let linkId: LinkId;
beforeAll(async () => {
  world = await createWorld({ believeMs: 60_000 });
});
beforeEach(async () => {
  enable(true);
  for (const who of [lender, asker, follower]) await (await world.send(who, 'GET', '/azimuth/v1/me')).body?.cancel();
  ids = await createThings(world, asker);
  [reportId, modelId, linkId] = [newId(), newId(), newId()];
  await world.metadata.write(TENANT, undefined, lend);
});
afterAll(() => world.close());

async function lend(stores: Stores): Promise<void> {
  const mine = await stores.workspaces.findPersonal(lender.objectId);
  const shared = parseId<WorkspaceId>(ids.groupId);
  const [likeModel, likeReport] = [parseId<ModelId>(ids.datasetId), parseId<ReportId>(ids.reportId)];
  if (mine === undefined || shared === undefined || likeModel === undefined || likeReport === undefined) {
    throw new Error('Something to lend is missing.');
  }
  const at = world.now().toISOString();
  const made = { createdBy: lender.objectId, createdAt: at, modifiedAt: at };
  const model = {
    ...made,
    id: modelId,
    kind: 'model',
    name: 'Lent',
    workspaceId: mine.id,
    modelId: undefined,
  } as const;
  const report = { ...made, id: reportId, kind: 'report', name: 'Over it', workspaceId: shared, modelId } as const;
  await stores.items.create(model, (await stores.items.definition(likeModel)) ?? '');
  await stores.items.create(report, (await stores.items.definition(likeReport)) ?? '');
  const version = { id: newId<ModelVersionId>(), modelId, blobName: `${modelId}.duckdb`, bytes: 1000, rowCount: 1 };
  await stores.versions.publish({ ...version, createdAt: at });
  await stores.permissions.save({
    itemId: modelId,
    granteeId: asker.objectId,
    granteeKind: 'user',
    rights: ['read', 'build'],
    source: 'direct',
    grantedBy: lender.objectId,
    grantedAt: at,
  });
  await stores.links.create({
    id: linkId,
    itemId: reportId,
    kind: 'organisation',
    rights: ['read'],
    coversModel: false,
    recipientIds: [],
    createdBy: principal('Admin').objectId,
    createdAt: at,
  });
}

/** In the directory, and as long ago as it takes to be known. */
function enable(isEnabled: boolean): void {
  world.enable(lender, isEnabled);
  world.later(60);
}

const pin = () => ({ reportId, pageName: ids.pageName, visualName: ids.visualName });
const page = () => `/azimuth/v1/reports/${reportId}/pages/${ids.pageName}`;
const definition = { pages: [{ name: 'one', displayName: 'One', width: 1280, height: 720, visuals: [] }] };

type Attempt = () => Promise<Response>;
const attempts: readonly (readonly [string, Attempt])[] = [
  ['opens it', () => world.send(asker, 'GET', `/azimuth/v1/reports/${reportId}`)],
  ['lists its pages', () => world.send(asker, 'GET', `/v1.0/myorg/reports/${reportId}/pages`)],
  ['asks for its data', () => world.send(asker, 'POST', `${page()}/data`, { body: {} })],
  [
    'exports a visual of it',
    () => world.send(asker, 'POST', `${page()}/visuals/${ids.visualName}/export`, { body: {} }),
  ],
  [
    'pins a visual of it',
    () => world.send(asker, 'POST', `/azimuth/v1/dashboards/${ids.dashboardId}/tiles`, { body: pin() }),
  ],
  [
    'makes another report over the model',
    () =>
      world.send(asker, 'POST', `/azimuth/v1/workspaces/${ids.groupId}/reports`, {
        body: { name: 'Another', datasetId: modelId, definition },
      }),
  ],
  ['reads the model', () => world.send(asker, 'GET', `/v1.0/myorg/datasets/${modelId}`)],
  ['follows a link to it', () => world.send(follower, 'POST', `/azimuth/v1/links/${linkId}/redeem`)],
];

describe('H-10: while the owner of the model is disabled', () => {
  test.each(attempts)('nobody %s, and afterwards it works again', async (_, attempt) => {
    enable(false);
    const refused = await attempt();
    expect([refused.status, await refused.json()]).toMatchObject([404, { error: { code: /NotFound/ } }]);
    enable(true);
    const answer = await attempt();
    expect(answer.status, await answer.text()).toBe(200);
  });

  test('its tiles have no data, and do not name the report, while other tiles do', async () => {
    const tiles = `/azimuth/v1/dashboards/${ids.dashboardId}`;
    const pinned = await world.send(asker, 'POST', `${tiles}/tiles`, { body: pin() });
    const { id } = (await pinned.json()) as { id: string };
    const see = async () => {
      const data = (await (await world.send(asker, 'GET', `${tiles}/data`)).json()) as {
        tiles: Record<string, { kind: string }>;
      };
      const opened = (await (await world.send(asker, 'GET', tiles)).json()) as {
        tiles: { id: string; source?: unknown }[];
      };
      const listed = (await (
        await world.send(asker, 'GET', `/v1.0/myorg/dashboards/${ids.dashboardId}/tiles`)
      ).json()) as { value: { id: string; reportId?: string }[] };
      const of = (tile: string) => [
        data.tiles[tile]?.kind === 'data',
        opened.tiles.find((one) => one.id === tile)?.source !== undefined,
        listed.value.find((one) => one.id === tile)?.reportId !== undefined,
      ];
      return { lent: of(id), own: of(ids.tileId) };
    };
    expect(await see()).toEqual({ lent: [true, true, true], own: [true, true, true] });
    enable(false);
    expect(await see()).toEqual({ lent: [false, false, false], own: [true, true, true] });
  });

  test('nothing of it is shown where the directory cannot be asked', async () => {
    const reads = attempts.slice(0, 4);
    const own = () => world.send(asker, 'GET', `/azimuth/v1/reports/${ids.reportId}`);
    expect((await own()).status).toBe(200);
    world.directory.setDown(true);
    const statuses = [];
    for (const [, attempt] of reads) statuses.push((await attempt()).status);
    const ofOwn = (await own()).status;
    world.directory.setDown(false);
    expect([ofOwn, new Set(statuses)]).toEqual([200, new Set([503])]);
  });
});

test('a lender is whose My workspace it is: not the caller, and nobody for a workspace of many or one that is gone', async () => {
  const of = (objectId: ObjectId) =>
    world.metadata.read(TENANT, async (stores) => {
      const mine = await stores.workspaces.findPersonal(lender.objectId);
      const shared = parseId<WorkspaceId>(ids.groupId);
      if (mine === undefined || shared === undefined) throw new Error('A workspace is missing.');
      const lenders = await lendersOf(stores, { objectId }, [mine.id, mine.id, shared, newId<WorkspaceId>()]);
      return [...lenders].map(([id, owner]) => [id === mine.id, owner]);
    });
  expect(await of(asker.objectId)).toEqual([[true, lender.objectId]]);
  expect(await of(lender.objectId)).toEqual([]);
});

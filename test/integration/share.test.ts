import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OPERATIONS } from '../../functions/operations.ts';
import {
  AddedPermissions,
  DashboardData,
  DashboardDetail,
  DashboardTile,
  Home,
  ItemPermissions,
  Me,
  People,
  ReportDetail,
  SharedWithMe,
} from '../../shared/contract/azimuth.ts';
import { Dashboard, Group, listOf, Tile } from '../../shared/contract/power-bi.ts';
import { Anything, API, type Client, errorOf, OURS } from './client.ts';
import { expectFromFile, SEATTLE_WEATHER } from './file-answers.ts';
import { callOperation, type Ids, idsOfNothing, OPERATIONS_ON_THINGS } from './operation-calls.ts';
import { startTestStack, type TestStack } from './stack.ts';

/** A dashboard is made, shown, shared with somebody who has no role anywhere near it, and taken away again. */
let stack: TestStack;
let author: Client;
let viewer: Client;
let stranger: Client;
let foreigner: Client;
let ids: Ids;
let dashboard = '';

beforeAll(async () => {
  stack = await startTestStack();
  [author, viewer, stranger, foreigner] = await Promise.all([
    stack.client('author@contoso.example'),
    stack.client('viewer@contoso.example'),
    stack.client('analyst@contoso.example'),
    stack.client('author@fabrikam.example'),
  ]);
  const me = await viewer.call(Me, 'GET', `${OURS}/me`);
  for (const person of [stranger, foreigner]) await person.call(Me, 'GET', `${OURS}/me`);
  const group = await author.call(Group, 'POST', `${API}/groups`, { name: 'Weather office' });
  const done = await author.upload(SEATTLE_WEATHER.path, `/groups/${group.id}`);
  const made = await author.call(Dashboard, 'POST', `${API}/groups/${group.id}/dashboards`, { name: 'Weather' });
  dashboard = `${OURS}/dashboards/${made.id}`;
  ids = {
    groupId: group.id,
    datasetId: done.datasets[0]?.id ?? '',
    reportId: done.reports[0]?.id ?? '',
    pageName: 'overview',
    visualName: 'parts',
    dashboardId: made.id,
    tileId: '',
    importId: done.id,
    userId: me.objectId,
    linkId: crypto.randomUUID(),
    fileUrl: await author.put('a,b\n1,2\n', `/groups/${group.id}`),
  };
});
afterAll(() => stack?.stop());

describe('pinning', () => {
  test('copies a visual onto the dashboard, and its tile shows what the file says', async () => {
    const { reportId, pageName, visualName } = ids;
    const pinned = await author.call(DashboardTile, 'POST', `${dashboard}/tiles`, { reportId, pageName, visualName });
    expect(pinned).toMatchObject({ title: 'Average maximum temperature by weather', source: { reportId, pageName } });
    ids = { ...ids, tileId: pinned.id };
    const { tiles } = await author.call(DashboardData, 'GET', `${dashboard}/data`);
    const result = tiles[pinned.id];
    if (result?.kind !== 'data') throw new Error('The tile has no data.');
    await expectFromFile(result.answer, SEATTLE_WEATHER, pinned.visual);
  });

  test('keeps what was picked on the page as a part of the question', async () => {
    const { reportId, pageName } = ids;
    const filters = [{ kind: 'in', field: { table: 'seattle-weather', field: 'weather' }, values: ['snow'] }] as const;
    const pin = { reportId, pageName, visualName: 'rows', title: 'Days of snow', filters };
    const pinned = await author.call(DashboardTile, 'POST', `${dashboard}/tiles`, pin);
    const { tiles } = await author.call(DashboardData, 'GET', `${dashboard}/data`);
    expect(tiles[pinned.id]).toMatchObject({ kind: 'data', answer: { columns: [{ values: [26] }] } });
    const detail = await author.call(DashboardDetail, 'GET', dashboard);
    expect(detail.tiles.map(({ title }) => title)).toEqual(['Average maximum temperature by weather', 'Days of snow']);
  });

  test('shows a tile’s result again with its age instead of asking again', async () => {
    const first = await author.call(DashboardData, 'GET', `${dashboard}/data`);
    const second = await author.call(DashboardData, 'GET', `${dashboard}/data`);
    expect(second).toEqual(first);
    for (const result of Object.values(second.tiles)) {
      if (result.kind !== 'data') throw new Error('A tile has no data.');
      expect(Date.now() - Date.parse(result.asOf)).toBeGreaterThanOrEqual(0);
    }
  });

  test('moves a tile and refuses a place beyond the edge', async () => {
    const layout = { column: 6, row: 4, colSpan: 6, rowSpan: 3 };
    await author.call(Anything, 'PATCH', `${dashboard}/tiles/${ids.tileId}`, { layout });
    const detail = await author.call(DashboardDetail, 'GET', dashboard);
    expect(detail.tiles.find((tile) => tile.id === ids.tileId)?.layout).toEqual(layout);
    const beyond = await author.send('PATCH', `${dashboard}/tiles/${ids.tileId}`, { layout: { ...layout, column: 7 } });
    expect(errorOf(beyond)).toMatchObject({ code: 'InvalidRequest', message: expect.stringContaining('at most 12') });
    const tile = await author.call(Tile, 'GET', `${API}/dashboards/${ids.dashboardId}/tiles/${ids.tileId}`);
    expect(tile).toMatchObject({ colSpan: 6, rowSpan: 3, reportId: ids.reportId, datasetId: ids.datasetId });
  });
});

describe('a dashboard that is not shared', () => {
  test.each(['viewer@contoso.example', 'author@fabrikam.example'])(
    'is for %s as if it were not there, by every operation',
    async (signInName) => {
      const client = await stack.client(signInName);
      const nothing = idsOfNothing();
      for (const operation of OPERATIONS_ON_THINGS) {
        const [real, none] = [
          await callOperation(client, operation, ids),
          await callOperation(client, operation, nothing),
        ];
        expect([real.status, errorOf(real)], operation.name).toEqual([none.status, errorOf(none)]);
        expect(real.status, operation.name).toBe(404);
      }
    },
  );

  test('has an upload address that nobody else can import', async () => {
    for (const client of [viewer, foreigner]) {
      const path = `${API}/imports?datasetDisplayName=mine.csv`;
      const [real, none] = await Promise.all([
        client.send('POST', path, { fileUrl: ids.fileUrl }),
        client.send('POST', path, { fileUrl: idsOfNothing().fileUrl }),
      ]);
      expect([real.status, errorOf(real)]).toEqual([none.status, errorOf(none)]);
      expect([real.status, errorOf(real).code]).toEqual([400, 'UploadNotFound']);
    }
  });
});

describe('sharing', () => {
  /** All that the share gives, by name of the operation. */
  const SHARE_GIVES = [
    'azimuth-dashboards-open',
    'azimuth-dashboard-data',
    'dashboards-get',
    'dashboards-get-in-group',
    'tiles-list',
    'tiles-list-in-group',
    'tiles-get',
    'tiles-get-in-group',
    // About themselves.
    'azimuth-dashboard-access-explain',
  ];

  test('finds the person by name and gives them the dashboard to look at', async () => {
    const { people } = await author.call(People, 'GET', `${OURS}/people?search=jonas`);
    const jonas = { objectId: ids.userId, displayName: 'Jonas Reed', signInName: viewer.signInName, kind: 'user' };
    expect(people).toEqual([jonas]);
    const recipients = [viewer.signInName];
    const added = await author.call(AddedPermissions, 'POST', `${dashboard}/permissions`, { recipients });
    expect(added).toEqual({ people, invited: [], model: 'none' });
    const { entries } = await author.call(ItemPermissions, 'GET', `${dashboard}/permissions`);
    expect(entries.find(({ principal }) => principal.objectId === ids.userId)).toMatchObject({
      principal: jonas,
      rights: [{ right: 'read', because: [{ kind: 'direct', grantedBy: 'Tomas Berg' }] }],
      isRemovable: true,
    });
  });

  test('shows it to that person under what was shared with them, and to nobody else', async () => {
    const { items } = await viewer.call(SharedWithMe, 'GET', `${OURS}/shared-with-me`);
    expect(items).toMatchObject([
      { id: ids.dashboardId, kind: 'dashboard', name: 'Weather', workspaceName: '', sharedBy: 'Tomas Berg' },
    ]);
    expect((await viewer.call(Home, 'GET', `${OURS}/home`)).sharedWithMe).toEqual(items);
    for (const other of [stranger, foreigner]) {
      expect((await other.call(SharedWithMe, 'GET', `${OURS}/shared-with-me`)).items).toEqual([]);
    }
  });

  test('lets them see the tiles with the same results, without naming report, dataset or workspace', async () => {
    const data = await viewer.call(DashboardData, 'GET', `${dashboard}/data`);
    expect(data).toEqual(await author.call(DashboardData, 'GET', `${dashboard}/data`));
    const detail = await viewer.call(DashboardDetail, 'GET', dashboard);
    expect(detail).toMatchObject({ canEdit: false, canShare: false, workspaceName: '' });
    const { value } = await viewer.call(listOf(Tile), 'GET', `${API}/dashboards/${ids.dashboardId}/tiles`);
    const said = JSON.stringify([detail.tiles, value]);
    for (const id of [ids.reportId, ids.datasetId]) expect(said).not.toContain(id);
  });

  test('gives them nothing else: every other operation is refused', async () => {
    for (const operation of OPERATIONS_ON_THINGS) {
      const reply = await callOperation(viewer, operation, ids);
      if (SHARE_GIVES.includes(operation.name)) {
        expect(reply.status, operation.name).toBe(200);
      } else {
        expect([403, 404], `${operation.name}: ${reply.text}`).toContain(reply.status);
        errorOf(reply);
      }
    }
  });

  test('leaves their own workspace empty of it', async () => {
    const lists = OPERATIONS.filter(({ path, method }) => method === 'GET' && /myorg\/[a-z]+$/.test(path));
    expect(lists.map(({ name }) => name)).toEqual([
      'groups-list',
      'imports-list',
      'datasets-list',
      'reports-list',
      'dashboards-list',
    ]);
    for (const list of lists)
      expect(JSON.parse((await callOperation(viewer, list, ids)).text), list.name).toEqual({ value: [] });
  });

  test('has changed nothing by all those attempts', async () => {
    const detail = await author.call(DashboardDetail, 'GET', dashboard);
    expect(detail.tiles).toHaveLength(2);
    const { entries } = await author.call(ItemPermissions, 'GET', `${dashboard}/permissions`);
    expect(entries.filter(({ isRemovable }) => isRemovable)).toHaveLength(1);
    await author.call(ReportDetail, 'GET', `${OURS}/reports/${ids.reportId}`);
  });

  test.each([
    ['oneself', () => ({ recipients: [author.signInName] })],
    ['somebody unknown', () => ({ recipients: [crypto.randomUUID()] })],
    ['somebody of another tenant', () => ({ recipients: ['fab21ca0-0000-4000-8000-000000000002'] })],
    ['an unknown address, where the tenant invites nobody', () => ({ recipients: ['new@partner.example'] })],
    ['nobody', () => ({ recipients: [] })],
    ['somebody with a right that cannot be given', () => ({ recipients: [ids.userId], rights: ['write'] })],
    ['somebody, with a member that is not known', () => ({ recipients: [ids.userId], alsoTo: 'everybody' })],
  ])('is refused for %s', async (_, body) => {
    const reply = await author.send('POST', `${dashboard}/permissions`, body());
    expect([reply.status, errorOf(reply).code]).toEqual([400, 'InvalidRequest']);
  });

  test('is closed at the very next request when the share is removed', async () => {
    await viewer.call(DashboardDetail, 'GET', dashboard);
    await author.call(Anything, 'DELETE', `${dashboard}/permissions/${ids.userId}`);
    for (const path of [dashboard, `${dashboard}/data`, `${API}/dashboards/${ids.dashboardId}`]) {
      expect((await viewer.send('GET', path)).status).toBe(404);
    }
    expect((await viewer.call(SharedWithMe, 'GET', `${OURS}/shared-with-me`)).items).toEqual([]);
    const again = await author.send('DELETE', `${dashboard}/permissions/${ids.userId}`);
    expect([again.status, errorOf(again).code]).toEqual([404, 'PowerBIEntityNotFound']);
  });
});

describe('a role in the workspace', () => {
  const users = () => `${API}/groups/${ids.groupId}/users`;

  test('opens what is in it, at the next request, as far as the role goes', async () => {
    const asViewer = { identifier: ids.userId, principalType: 'User', groupUserAccessRight: 'Viewer' };
    await author.call(Anything, 'POST', users(), asViewer);
    for (const operation of OPERATIONS_ON_THINGS.filter(({ method }) => method === 'GET')) {
      const reply = await callOperation(viewer, operation, ids);
      const isOutside = operation.needs.kind === 'item' && operation.needs.right !== 'read';
      const isMine = operation.name === 'imports-get';
      expect(reply.status, operation.name).toBe(isOutside ? 403 : isMine ? 404 : 200);
    }
    for (const operation of OPERATIONS_ON_THINGS.filter(({ writes, needs }) => writes && needs.kind !== 'tenant')) {
      const reply = await callOperation(viewer, operation, ids);
      expect([reply.status, errorOf(reply).code], operation.name).toEqual([403, 'PowerBINotAuthorizedException']);
    }
  });

  test('closes it again at the next request when it is taken away', async () => {
    await author.call(Anything, 'DELETE', `${users()}/${encodeURIComponent(viewer.signInName)}`);
    expect((await viewer.send('GET', `${OURS}/reports/${ids.reportId}`)).status).toBe(404);
  });
});

describe('deleting', () => {
  test('a dataset takes its reports and its tiles along', async () => {
    await author.call(Anything, 'DELETE', `${API}/groups/${ids.groupId}/datasets/${ids.datasetId}`);
    expect((await author.send('GET', `${OURS}/reports/${ids.reportId}`)).status).toBe(404);
    expect((await author.call(DashboardDetail, 'GET', dashboard)).tiles).toEqual([]);
  });

  test('a workspace takes everything along', async () => {
    await author.call(Anything, 'DELETE', `${API}/groups/${ids.groupId}`);
    for (const operation of OPERATIONS_ON_THINGS) {
      const reply = await callOperation(author, operation, ids);
      expect(reply.status, operation.name).toBe(404);
    }
  });
});

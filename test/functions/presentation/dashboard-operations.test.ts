import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Call } from '../../../functions/internal-hop.ts';
import { dashboardOperations } from '../../../functions/presentation/dashboard-operations.ts';
import type { PresentationDeps } from '../../../functions/presentation/deps.ts';
import { createViewMemory } from '../../../functions/presentation/view-memory.ts';
import type { Log } from '../../../functions/route.ts';
import { authoriseItem } from '../../../shared/access/authorise.ts';
import type { Metadata } from '../../../shared/catalog/ports.ts';
import { DashboardDetail } from '../../../shared/contract/azimuth.ts';
import type { Tile } from '../../../shared/dashboard/dashboard.ts';
import {
  type DashboardId,
  type ModelId,
  newId,
  type ReportId,
  type TenantId,
  type TileId,
} from '../../../shared/domain/ids.ts';
import type { Caller } from '../../../shared/domain/principal.ts';
import { AT, actOf, item, openMetadata, person, workspace } from '../../catalog/sample-tenant.ts';

const TENANT = newId<TenantId>();
const SECRET = 'Contoso Hospital';

let metadata: Metadata;
let author: Caller;
let recipient: Caller;
let dashboard: DashboardId;
let report: ReportId;

beforeAll(async () => {
  metadata = await openMetadata();
  author = await person(metadata, TENANT, 'Author');
  recipient = await person(metadata, TENANT, 'Recipient');
  const workspaceId = await workspace(metadata, author);
  const modelId = await item<ModelId>(metadata, author, workspaceId, 'model');
  report = await item<ReportId>(metadata, author, workspaceId, 'report', modelId);
  dashboard = await item<DashboardId>(metadata, author, workspaceId, 'dashboard');
  const tile: Tile = {
    id: newId<TileId>(),
    dashboardId: dashboard,
    title: 'Sales',
    subtitle: '',
    modelId,
    reportId: report,
    pageName: 'page',
    visual: {
      name: 'sales',
      type: 'card',
      title: 'Sales',
      subtitle: '',
      position: { x: 0, y: 0, width: 1, height: 1 },
      wells: { category: [], series: [], values: [{ kind: 'rows', table: 'sales', as: 'Rows' }] },
      filters: [{ kind: 'notIn', field: { table: 'sales', field: 'customer' }, values: [SECRET] }],
      orderBy: [],
      limit: 1,
    },
    layout: { column: 0, row: 0, colSpan: 3, rowSpan: 2 },
  };
  await metadata.write(TENANT, undefined, async ({ tiles, permissions }) => {
    await tiles.create(tile);
    await permissions.save({
      itemId: dashboard,
      granteeId: recipient.objectId,
      granteeKind: 'user',
      rights: ['read'],
      source: 'direct',
      grantedBy: author.objectId,
      grantedAt: AT,
    });
  });
});
afterAll(() => metadata.close());

const logged: string[] = [];

/** The dashboard as this person's browser gets it. */
async function opened(caller: Caller): Promise<{ readonly detail: DashboardDetail; readonly text: string }> {
  const grant = await metadata.read(TENANT, (stores) => authoriseItem(stores, caller, 'dashboard', dashboard, 'read'));
  // Opening reads the catalog alone: neither an engine nor a cache is there to be asked.
  const deps = { metadata, views: createViewMemory(() => new Date(AT)) } as PresentationDeps;
  const act = { ...actOf(caller, 'ViewDashboard'), once: undefined };
  const log: Log = (_, event) => void logged.push(event);
  const answer = await dashboardOperations['azimuth-dashboards-open'](deps, { caller, grant, act, log } as Call);
  const text = await answer.text();
  return { detail: DashboardDetail.parse(JSON.parse(text)), text };
}

describe('a tile of a dashboard', () => {
  test('names its report and what was filtered to those who may open the report', async () => {
    const { detail } = await opened(author);
    expect(detail.tiles[0]).toMatchObject({
      source: { reportId: report, pageName: 'page' },
      visual: { filters: [{ kind: 'notIn', values: [SECRET] }] },
    });
  });

  test('shows neither to whom only the dashboard was shared with: the values of filters are data', async () => {
    const { detail, text } = await opened(recipient);
    expect(detail.tiles).toHaveLength(1);
    expect(detail.tiles[0]?.source).toBeUndefined();
    expect(text).not.toContain(SECRET);
  });
});

describe('opening a dashboard', () => {
  const views = async () => {
    const query = { from: '2000-01-01T00:00:00.000Z', to: '2100-01-01T00:00:00.000Z', limit: 1000 };
    return metadata.read(TENANT, ({ audit }) =>
      audit.page({ ...query, activity: 'ViewDashboard', userId: undefined, after: undefined }),
    );
  };

  test('U-03: is in the activity log with item, workspace and who it was', async () => {
    const before = (await views()).length;
    await opened(recipient);
    const seen = await views();
    expect(seen).toHaveLength(before + 1);
    expect(seen.at(-1)).toMatchObject({
      item: { kind: 'dashboard', id: dashboard },
      workspace: { name: expect.any(String) },
      actor: { objectId: recipient.objectId, clientIp: '192.0.2.1' },
    });
  });

  test('goes on while the service is read-only, and the log of the service says what was not recorded', async () => {
    const before = (await views()).length;
    await metadata.system.setReadOnly(true);
    await opened(recipient);
    await metadata.system.setReadOnly(false);
    expect(await views()).toHaveLength(before);
    expect(logged).toEqual(['activity not recorded while read-only']);
  });

  test('does not name the workspace to whom only the dashboard was shared with', async () => {
    expect((await opened(author)).detail.workspaceName).not.toBe('');
    expect((await opened(recipient)).detail.workspaceName).toBe('');
  });
});

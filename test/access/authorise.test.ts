import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { authorise, authoriseItem, authoriseWorkspace } from '../../shared/access/authorise.ts';
import { carryGrant, rebuildGrant } from '../../shared/access/carried-grant.ts';
import { grantReadOfReport, grantReadOfTile } from '../../shared/access/grant-read.ts';
import type { Need } from '../../shared/access/need.ts';
import type { Metadata } from '../../shared/catalog/ports.ts';
import type { Tile } from '../../shared/dashboard/dashboard.ts';
import {
  type DashboardId,
  type ModelId,
  newId,
  type ReportId,
  type TenantId,
  type WorkspaceId,
} from '../../shared/domain/ids.ts';
import type { Caller } from '../../shared/domain/principal.ts';
import { RIGHTS, type Right, WORKSPACE_ROLES, type WorkspaceRole } from '../../shared/domain/rights.ts';
import { AT, item, openMetadata, person, workspace } from '../catalog/sample-tenant.ts';
import { countReads } from './count-reads.ts';

const TENANT = newId<TenantId>();
const OTHER_TENANT = newId<TenantId>();

let metadata: Metadata;
let admin: Caller;
let stranger: Caller;
let guest: Caller;
let foreigner: Caller;
const members = new Map<WorkspaceRole, Caller>();
let workspaceId: WorkspaceId;
let dashboard: DashboardId;
let report: ReportId;
let model: ModelId;

beforeAll(async () => {
  metadata = await openMetadata();
  admin = await person(metadata, TENANT, 'Admin');
  stranger = await person(metadata, TENANT, 'Stranger');
  guest = await person(metadata, TENANT, 'Reader');
  foreigner = await person(metadata, OTHER_TENANT, 'Admin');
  for (const role of WORKSPACE_ROLES) members.set(role, await person(metadata, TENANT, role));
  workspaceId = await workspace(
    metadata,
    admin,
    [...members].map(([role, caller]) => [caller, role] as const),
  );
  model = await item<ModelId>(metadata, admin, workspaceId, 'model');
  report = await item<ReportId>(metadata, admin, workspaceId, 'report', model);
  dashboard = await item<DashboardId>(metadata, admin, workspaceId, 'dashboard');
  await metadata.write(TENANT, undefined, ({ permissions }) =>
    permissions.save({
      itemId: dashboard,
      granteeId: guest.objectId,
      granteeKind: 'user',
      rights: ['read'],
      source: 'direct',
      grantedBy: admin.objectId,
      grantedAt: AT,
    }),
  );
});
afterAll(() => metadata.close());

const outcome = (caller: Caller, need: Need, parameters: Record<string, string>) =>
  metadata
    .read(caller.tenantId, (stores) => authorise(stores, caller, need, parameters))
    .then(
      () => 'granted',
      (fault: { code: string }) => fault.code,
    );

describe('a right on an item', () => {
  const rightsOf: Record<WorkspaceRole, readonly Right[]> = {
    Admin: ['read', 'build', 'reshare', 'write'],
    Member: ['read', 'build', 'reshare', 'write'],
    Contributor: ['read', 'build', 'write'],
    Viewer: ['read'],
  };
  const cases = WORKSPACE_ROLES.flatMap((role) => RIGHTS.map((right) => [role, right] as const));
  test.each(cases)('of a %s to %s follows the role', async (role, right) => {
    const caller = members.get(role) ?? stranger;
    const expected = rightsOf[role].includes(right) ? 'granted' : 'not-permitted';
    for (const [kind, name, id] of [
      ['model', 'datasetId', model],
      ['report', 'reportId', report],
      ['dashboard', 'dashboardId', dashboard],
    ] as const) {
      expect(await outcome(caller, { kind: 'item', item: kind, right }, { [name]: id }), kind).toBe(expected);
    }
  });

  test("is nobody else's: a stranger, another tenant and a missing item get the same answer", async () => {
    const need: Need = { kind: 'item', item: 'report', right: 'read' };
    for (const [caller, id] of [
      [stranger, report],
      [foreigner, report],
      [admin, newId<ReportId>()],
      [admin, 'not-an-id'],
      [admin, `${report}'--`],
    ] as const) {
      expect(await outcome(caller, need, { reportId: id })).toBe('not-found');
    }
  });

  test('is refused from the same reads, whether it is hidden, of another kind, or not there', async () => {
    const readsOf = async (id: string) => {
      const { metadata: counted, calls } = countReads(metadata);
      const need: Need = { kind: 'item', item: 'report', right: 'read' };
      const attempt = counted.read(TENANT, (stores) => authorise(stores, stranger, need, { reportId: id }));
      await expect(attempt).rejects.toMatchObject({ code: 'not-found', detail: { what: 'report' } });
      return calls;
    };
    const hidden = await readsOf(report);
    expect(hidden).toEqual(['items.find', 'workspaces.membershipsOf', 'permissions.find']);
    expect(await readsOf(newId())).toEqual(hidden);
    expect(await readsOf(dashboard)).toEqual(hidden);
  });

  test('is not found under another kind of item or in another workspace', async () => {
    const elsewhere = await workspace(metadata, admin);
    const need: Need = { kind: 'item', item: 'report', right: 'read' };
    expect(await outcome(admin, need, { reportId: dashboard })).toBe('not-found');
    expect(await outcome(admin, need, { reportId: report, groupId: elsewhere })).toBe('not-found');
    expect(await outcome(admin, need, { reportId: report, groupId: workspaceId.toUpperCase() })).toBe('granted');
  });

  test('that was shared covers this item and no other, and only to look at', async () => {
    const on = (kind: 'dashboard' | 'report' | 'model', name: string, id: string, right: Right) =>
      outcome(guest, { kind: 'item', item: kind, right }, { [name]: id });
    expect(await on('dashboard', 'dashboardId', dashboard, 'read')).toBe('granted');
    expect(await on('dashboard', 'dashboardId', dashboard, 'write')).toBe('not-permitted');
    expect(await on('dashboard', 'dashboardId', dashboard, 'reshare')).toBe('not-permitted');
    expect(await on('report', 'reportId', report, 'read')).toBe('not-found');
    expect(await on('model', 'datasetId', model, 'read')).toBe('not-found');
    expect(await outcome(guest, { kind: 'workspace', role: 'Viewer' }, { groupId: workspaceId })).toBe('not-found');
  });

  test('comes from a group of the caller as well', async () => {
    const inGroup: Caller = { ...stranger, groupIds: [guest.objectId] };
    const need: Need = { kind: 'item', item: 'dashboard', right: 'read' };
    expect(await outcome(inGroup, need, { dashboardId: dashboard })).toBe('granted');
  });
});

describe('a role in a workspace', () => {
  test.each(WORKSPACE_ROLES.flatMap((held) => WORKSPACE_ROLES.map((wanted) => [held, wanted] as const)))(
    'of %s serves where %s is wanted only if it is as high',
    async (held, wanted) => {
      const caller = members.get(held) ?? stranger;
      const isEnough = WORKSPACE_ROLES.indexOf(held) >= WORKSPACE_ROLES.indexOf(wanted);
      const need: Need = { kind: 'workspace', role: wanted };
      expect(await outcome(caller, need, { groupId: workspaceId })).toBe(isEnough ? 'granted' : 'not-permitted');
    },
  );

  test('is refused from the same reads, whether the workspace is hidden or not there', async () => {
    const readsOf = async (groupId: string) => {
      const { metadata: counted, calls } = countReads(metadata);
      const need: Need = { kind: 'workspace', role: 'Viewer' };
      const attempt = counted.read(TENANT, (stores) => authorise(stores, stranger, need, { groupId }));
      await expect(attempt).rejects.toMatchObject({ code: 'not-found', detail: { what: 'workspace' } });
      return calls;
    };
    const hidden = await readsOf(workspaceId);
    expect(hidden).toEqual(['workspaces.find', 'workspaces.membershipsOf']);
    expect(await readsOf(newId())).toEqual(hidden);
  });

  test("is the caller's own My workspace where the path names none", async () => {
    const grant = await metadata.read(TENANT, (stores) => authoriseWorkspace(stores, stranger, 'Admin', undefined));
    const mine = await metadata.read(TENANT, ({ workspaces }) => workspaces.findPersonal(stranger.objectId));
    expect(grant).toEqual({ kind: 'workspace', tenantId: TENANT, workspaceId: mine?.id, role: 'Admin' });
    expect(await outcome(admin, { kind: 'workspace', role: 'Viewer' }, { groupId: mine?.id ?? '' })).toBe('not-found');
  });
});

describe('leave to ask a model', () => {
  test('through a report needs the model too', async () => {
    const granted = await metadata.read(TENANT, async (stores) => {
      const viewer = members.get('Viewer') ?? stranger;
      const held = await authoriseItem(stores, viewer, 'report', report, 'read');
      return grantReadOfReport(stores, viewer, held, model);
    });
    expect(granted).toEqual({ kind: 'read', tenantId: TENANT, modelId: model, via: 'model' });

    const foreignModel = await item<ModelId>(metadata, stranger, await workspace(metadata, stranger), 'model');
    const refused = metadata.read(TENANT, async (stores) => {
      const held = await authoriseItem(stores, admin, 'report', report, 'read');
      return grantReadOfReport(stores, admin, held, foreignModel);
    });
    await expect(refused).rejects.toMatchObject({ code: 'not-found' });
  });

  test("through a dashboard is good for that dashboard's tiles only", async () => {
    const held = await metadata.read(TENANT, (stores) => authoriseItem(stores, guest, 'dashboard', dashboard, 'read'));
    if (held.kind !== 'dashboard') throw new Error('a dashboard was expected');
    const tile = { dashboardId: dashboard, modelId: model } as Tile;
    expect(grantReadOfTile(held, tile)).toEqual({ kind: 'read', tenantId: TENANT, modelId: model, via: 'dashboard' });
    expect(() => grantReadOfTile(held, { ...tile, dashboardId: newId<DashboardId>() })).toThrow('not-found');
  });
});

describe('a grant that travels', () => {
  test('is the same on the other side, for every kind', async () => {
    for (const [need, parameters] of [
      [{ kind: 'tenant', standing: 'member' }, {}],
      [{ kind: 'workspace', role: 'Viewer' }, { groupId: workspaceId }],
      [{ kind: 'item', item: 'report', right: 'build' }, { reportId: report }],
    ] as const) {
      const grant = await metadata.read(TENANT, (stores) => authorise(stores, admin, need, parameters));
      expect(rebuildGrant(TENANT, JSON.parse(JSON.stringify(carryGrant(grant))))).toEqual(grant);
    }
  });
});

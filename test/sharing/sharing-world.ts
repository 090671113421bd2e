import { authoriseItem, rightsOn } from '../../shared/access/authorise.ts';
import type { IsEnabled } from '../../shared/access/lenders.ts';
import type { ActivityEvent } from '../../shared/audit/activity.ts';
import type { ItemId, Metadata, Permission } from '../../shared/catalog/ports.ts';
import type { ItemGrant, ModelGrant, ReportGrant } from '../../shared/domain/grants.ts';
import {
  type DashboardId,
  type ModelId,
  newId,
  type ObjectId,
  type ReportId,
  type TenantId,
  type WorkspaceId,
} from '../../shared/domain/ids.ts';
import type { Caller } from '../../shared/domain/principal.ts';
import type { GrantableRight, ItemKind, Right, WorkspaceRole } from '../../shared/domain/rights.ts';
import type { TenantSettingName } from '../../shared/domain/tenant-settings.ts';
import { createAccountWatch } from '../../shared/identity/account-watch.ts';
import type { Person } from '../../shared/identity/ports.ts';
import type { SharingDeps } from '../../shared/sharing/recipients.ts';
import { AT, item, openMetadata, person, workspace } from '../catalog/sample-tenant.ts';
import { createFakeDirectory, type FakeDirectory } from './fake-directory.ts';

export type SharingWorld = {
  readonly metadata: Metadata;
  readonly directory: FakeDirectory;
  readonly deps: SharingDeps;
  readonly tenantId: TenantId;
  readonly workspaceId: WorkspaceId;
  readonly model: ModelId;
  readonly report: ReportId;
  readonly dashboard: DashboardId;
  /** The one with this role in the workspace; the Admin made everything in it. */
  readonly by: { readonly [R in WorkspaceRole]: Caller };
  somebody(name: string, more?: Partial<Caller>): Promise<Caller>;
  group(name: string): Person;
  give(itemId: ItemId, to: Person | Caller, rights: readonly GrantableRight[], by?: Caller): Promise<void>;
  set(name: TenantSettingName, isOn: boolean): Promise<void>;
  rights(who: Caller, id: ItemId): Promise<readonly Right[]>;
  permissionsOn(id: ItemId): Promise<readonly Permission[]>;
  /** What the activity log has of one request. */
  events(requestId: string): Promise<readonly ActivityEvent[]>;
};

/** A tenant with one workspace and what is in it, and a directory that knows everybody. */
export async function openSharingWorld(): Promise<SharingWorld> {
  const metadata = await openMetadata();
  const directory = createFakeDirectory();
  const tenantId = newId<TenantId>();
  const somebody: SharingWorld['somebody'] = async (name, more = {}) => {
    const caller = await person(metadata, tenantId, name, more);
    const { objectId, displayName, signInName, kind } = caller;
    directory.put(tenantId, { objectId, displayName, signInName, kind });
    return caller;
  };
  const by = {
    Admin: await somebody('Admin'),
    Member: await somebody('Member'),
    Contributor: await somebody('Contributor'),
    Viewer: await somebody('Viewer'),
  };
  const roles = (['Member', 'Contributor', 'Viewer'] as const).map((role) => [by[role], role] as const);
  const workspaceId = await workspace(metadata, by.Admin, roles);
  const model = await item<ModelId>(metadata, by.Admin, workspaceId, 'model');
  return {
    metadata,
    directory,
    deps: { metadata, directory, now: () => new Date(AT) },
    tenantId,
    workspaceId,
    model,
    report: await item<ReportId>(metadata, by.Admin, workspaceId, 'report', model),
    dashboard: await item<DashboardId>(metadata, by.Admin, workspaceId, 'dashboard'),
    by,
    somebody,
    group: (name) => {
      const group: Person = { objectId: newId<ObjectId>(), displayName: name, signInName: '', kind: 'group' };
      directory.put(tenantId, group, { mail: `${name.toLowerCase()}@contoso.example` });
      return group;
    },
    give: (itemId, { objectId, kind }, rights, giver = by.Admin) =>
      metadata.write(tenantId, undefined, ({ permissions }) =>
        permissions.save({
          itemId,
          granteeId: objectId,
          granteeKind: kind,
          rights,
          source: 'direct',
          grantedBy: giver.objectId,
          grantedAt: AT,
        }),
      ),
    set: (name, isOn) =>
      metadata.write(tenantId, undefined, ({ settings }) => settings.save({ name, isOn, onlyFor: [], exceptFor: [] })),
    rights: (who, id) =>
      metadata.read(tenantId, async (stores) => {
        const found = await stores.items.find(id);
        return found === undefined ? [] : rightsOn(stores, who, found);
      }),
    permissionsOn: (id) => metadata.read(tenantId, ({ permissions }) => permissions.ofItem(id)),
    events: async (requestId) => {
      const query = { from: '2000-01-01T00:00:00.000Z', to: '2100-01-01T00:00:00.000Z', limit: 10_000 };
      const events = await metadata.read(tenantId, ({ audit }) =>
        audit.page({ ...query, activity: undefined, userId: undefined, after: undefined }),
      );
      return events.filter(({ actor }) => actor.requestId === requestId);
    },
  };
}

/** What the world's directory says of an account just now. */
export function isEnabledIn({ directory }: SharingWorld): IsEnabled {
  return createAccountWatch({ directory, believeMs: 0, now: () => new Date(AT) });
}

export function grantOn(world: SharingWorld, caller: Caller, kind: 'report', right?: Right): Promise<ReportGrant>;
export function grantOn(world: SharingWorld, caller: Caller, kind: 'model', right?: Right): Promise<ModelGrant>;
export function grantOn(world: SharingWorld, caller: Caller, kind: ItemKind, right?: Right): Promise<ItemGrant>;
/** What the Gateway would give the caller for the world's item of this kind. */
export function grantOn(
  world: SharingWorld,
  caller: Caller,
  kind: ItemKind,
  right: Right = 'reshare',
): Promise<ItemGrant> {
  return world.metadata.read(world.tenantId, (stores) => authoriseItem(stores, caller, kind, world[kind], right));
}

import type { Act, Import, Item, Metadata, SharingLink, Stores, SystemStore } from '../../../shared/catalog/ports.ts';
import { type AnyId, type EventId, parseId, type TenantId } from '../../../shared/domain/ids.ts';
import {
  AT,
  importRow,
  item,
  later,
  link,
  permission,
  person,
  tile,
  upload,
  version,
  workspace,
} from '../../conformance/metadata-samples.ts';

/** A GUID that says what it is the id of. */
function fixed<T extends AnyId>(digit: string): T {
  const id = parseId<T>(`${digit.repeat(8)}-0000-4000-8000-000000000000`);
  if (id === undefined) throw new Error(`${digit} makes no id.`);
  return id;
}

export const TENANT = fixed<TenantId>('7');
const ids = {
  owner: fixed<Item['createdBy']>('1'),
  colleague: fixed<Item['createdBy']>('2'),
  workspace: fixed<Item['workspaceId']>('3'),
  model: fixed<NonNullable<Item['modelId']>>('4'),
  version: fixed<ReturnType<typeof version>['id']>('5'),
  report: fixed<ReturnType<typeof tile>['reportId']>('6'),
  dashboard: fixed<ReturnType<typeof tile>['dashboardId']>('8'),
  tile: fixed<ReturnType<typeof tile>['id']>('9'),
  upload: fixed<ReturnType<typeof upload>['id']>('a'),
  import: fixed<Import['id']>('b'),
  link: fixed<SharingLink['id']>('c'),
  mark: 'Sales',
  blob: 'blob',
  uploadBlob: 'upload',
};

const member = { workspaceId: ids.workspace, principalId: ids.owner, principalKind: 'user', role: 'Admin' } as const;
const act: Act = {
  once: undefined,
  by: { objectId: ids.owner, kind: 'user', signInName: 'Ann', requestId: 'r', clientIp: '', userAgent: '' },
  activity: undefined,
};
const once = { id: 'jti', expiresAt: AT };
const query = {
  from: AT,
  to: later(60),
  activity: 'ViewReport',
  userId: 'Ann',
  after: { at: AT, id: fixed<EventId>('d') },
  limit: 100,
} as const;

type Call<S> = (store: S) => Promise<unknown>;
type Calls<S> = { readonly [N in keyof S]: Call<S> };
type StoreCalls = { readonly [S in keyof Stores]: Calls<Stores[S]> };

/** Each function of each store called once; one that is missing here does not compile. */
export const STORE_CALLS: StoreCalls = {
  people: {
    find: (s) => s.find(ids.owner),
    findMany: (s) => s.findMany([ids.owner, ids.colleague]),
    save: (s) => s.save(person(ids.owner, 'Ann', 'ann@contoso.example'), AT),
  },
  workspaces: {
    find: (s) => s.find(ids.workspace),
    findMany: (s) => s.findMany([ids.workspace]),
    findPersonal: (s) => s.findPersonal(ids.owner),
    findByName: (s) => s.findByName('Sales'),
    create: (s) => s.create(workspace(ids)),
    remove: (s) => s.remove(ids.workspace),
    ofPrincipals: (s) => s.ofPrincipals([ids.owner, ids.colleague]),
    members: (s) => s.members(ids.workspace),
    membershipsOf: (s) => s.membershipsOf(ids.workspace, [ids.owner]),
    saveMember: (s) => s.saveMember(member),
    removeMember: (s) => s.removeMember(ids.workspace, ids.owner),
  },
  items: {
    find: (s) => s.find(ids.model),
    findMany: (s) => s.findMany([ids.model, ids.report]),
    inWorkspace: (s) => s.inWorkspace(ids.workspace, 'model'),
    recent: (s) => s.recent([ids.workspace], 12),
    reportsOfModel: (s) => s.reportsOfModel(ids.model),
    create: (s) => s.create(item(ids, 'report'), '{}'),
    definition: (s) => s.definition(ids.model),
    saveDefinition: (s) => s.saveDefinition(ids.model, '{}', AT).catch(() => undefined),
    touch: (s) => s.touch(ids.model, AT),
    remove: (s) => s.remove(ids.model),
  },
  versions: { current: (s) => s.current(ids.model), publish: (s) => s.publish(version(ids)) },
  tiles: {
    ofDashboard: (s) => s.ofDashboard(ids.dashboard),
    find: (s) => s.find(ids.dashboard, ids.tile),
    create: (s) => s.create(tile(ids)),
    move: (s) => s.move(ids.tile, tile(ids).layout),
    remove: (s) => s.remove(ids.tile),
    removeOfItem: (s) => s.removeOfItem(ids.model),
  },
  permissions: {
    ofItem: async (s) => {
      await s.ofItem(ids.dashboard);
      await s.ofItem(ids.dashboard, { grantedBy: ids.owner, atMost: 10 });
    },
    countDirect: (s) => s.countDirect(ids.dashboard),
    ofGrantees: (s) => s.ofGrantees([ids.colleague]),
    find: (s) => s.find(ids.dashboard, [ids.colleague]),
    save: (s) => s.save(permission(ids)),
    remove: (s) => s.remove(ids.dashboard, ids.colleague, 'direct'),
  },
  links: {
    find: (s) => s.find(ids.link),
    ofItem: (s) => s.ofItem(ids.report),
    create: (s) => s.create(link(ids)),
    removeRecipient: (s) => s.removeRecipient(ids.report, ids.colleague, ids.owner),
    stopCoveringModel: (s) => s.stopCoveringModel(ids.link),
    remove: (s) => s.remove(ids.link),
  },
  roleMembers: {
    rolesOf: (s) => s.rolesOf(ids.model, [ids.owner, ids.colleague]),
    ofModel: (s) => s.ofModel(ids.model),
    replace: (s) => s.replace(ids.model, 'Europe', [{ memberId: ids.owner, memberKind: 'user' }]),
    removeOfModel: (s) => s.removeOfModel(ids.model),
  },
  settings: {
    all: (s) => s.all(),
    save: (s) => s.save({ name: 'export', isOn: false, onlyFor: [], exceptFor: [ids.colleague] }),
  },
  security: {
    state: (s) => s.state(),
    sessionsValidFrom: (s) => s.sessionsValidFrom(ids.owner),
    revokeSessions: (s) => s.revokeSessions(ids.owner, AT),
    holders: (s) => s.holders([ids.owner, ids.colleague]),
  },
  audit: { record: (s) => s.record({ activity: 'ViewReport' }), page: (s) => s.page(query) },
  uploads: {
    create: (s) => s.create(upload(ids)),
    findByBlob: (s) => s.findByBlob('blob'),
    remove: (s) => s.remove(ids.upload),
    discardBlob: (s) => s.discardBlob('blob', 'intake'),
  },
  imports: {
    create: (s) => s.create(importRow(ids)),
    find: (s) => s.find(ids.import),
    inWorkspace: (s) => s.inWorkspace(ids.workspace),
    lease: (s) => s.lease(ids.import, AT, later(60)),
    extendLease: (s) => s.extendLease(ids.import, later(60)),
    succeed: (s) =>
      s.succeed(ids.import, { modelId: ids.model, reportId: ids.report, report: '{}' }, AT).catch(() => undefined),
    fail: (s) => s.fail(ids.import, { code: 'X', message: 'x' }, AT),
  },
};

export const SYSTEM_CALLS: Calls<SystemStore> = {
  findTenant: (s) => s.findTenant(TENANT),
  saveTenant: (s) => s.saveTenant({ tenantId: TENANT, name: 'Contoso', homeCluster: 'home' }),
  publishKey: (s) => s.publishKey({ keyId: 'k', publicJwk: '{}', publishedAt: AT, expiresAt: AT }),
  findKey: (s) => s.findKey('k'),
  idleImports: (s) => s.idleImports(AT, 50),
  forgetExpired: (s) => s.forgetExpired(AT),
  garbage: (s) => s.garbage(50),
  forgetGarbage: (s) => s.forgetGarbage({ tenantId: TENANT, blobName: 'blob', account: 'data' }),
  discardExpiredUploads: (s) => s.discardExpiredUploads(AT),
  forgetActivity: (s) => s.forgetActivity(AT),
  setReadOnly: (s) => s.setReadOnly(true),
  addUsage: (s) => s.addUsage([{ key: 'k', window: AT, count: 2 }], AT),
};

export type NamedCall = { readonly name: string; readonly run: (metadata: Metadata) => Promise<unknown> };

/** Calls of the stores of one tenant, by name. */
export const TENANT_CALLS: readonly NamedCall[] = [
  { name: 'write once', run: (metadata) => metadata.write(TENANT, { ...act, once }, async () => undefined) },
  ...callsOf('people', (stores) => stores.people, STORE_CALLS.people),
  ...callsOf('workspaces', (stores) => stores.workspaces, STORE_CALLS.workspaces),
  ...callsOf('items', (stores) => stores.items, STORE_CALLS.items),
  ...callsOf('versions', (stores) => stores.versions, STORE_CALLS.versions),
  ...callsOf('tiles', (stores) => stores.tiles, STORE_CALLS.tiles),
  ...callsOf('role members', (stores) => stores.roleMembers, STORE_CALLS.roleMembers),
  ...callsOf('permissions', (stores) => stores.permissions, STORE_CALLS.permissions),
  ...callsOf('links', (stores) => stores.links, STORE_CALLS.links),
  ...callsOf('settings', (stores) => stores.settings, STORE_CALLS.settings),
  ...callsOf('security', (stores) => stores.security, STORE_CALLS.security),
  ...callsOf('audit', (stores) => stores.audit, STORE_CALLS.audit),
  ...callsOf('uploads', (stores) => stores.uploads, STORE_CALLS.uploads),
  ...callsOf('imports', (stores) => stores.imports, STORE_CALLS.imports),
];

function callsOf<S>(store: string, pick: (stores: Stores) => S, calls: Calls<S>): readonly NamedCall[] {
  return Object.entries<Call<S>>(calls).map(([name, call]) => ({
    name: `${store}.${name}`,
    run: (metadata) => metadata.write(TENANT, act, (stores) => call(pick(stores))),
  }));
}

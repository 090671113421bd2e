import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { authoriseWorkspace } from '../../shared/access/authorise.ts';
import { listMembers, type MemberChange, removeMember, setMember } from '../../shared/catalog/workspace-members.ts';
import { createWorkspace, deleteWorkspace, listWorkspaces } from '../../shared/catalog/workspaces.ts';
import type { WorkspaceGrant } from '../../shared/domain/grants.ts';
import { type ModelId, newId, type ObjectId, type WorkspaceId } from '../../shared/domain/ids.ts';
import type { Caller } from '../../shared/domain/principal.ts';
import type { WorkspaceRole } from '../../shared/domain/rights.ts';
import { openSharingWorld, type SharingWorld } from '../sharing/sharing-world.ts';
import { AT, actOf, item, workspace } from './sample-tenant.ts';

let world: SharingWorld;
let admin: Caller;
let member: Caller;
let automation: Caller;
beforeAll(async () => {
  world = await openSharingWorld();
  ({ Admin: admin, Member: member } = world.by);
  automation = await world.somebody('automation', { kind: 'service', signInName: '', effectiveUserName: '' });
});
afterAll(() => world.metadata.close());

type Held = WorkspaceGrant & { readonly caller: Caller };
const grantOf = async (caller: Caller, id: WorkspaceId): Promise<Held> => ({
  ...(await world.metadata.read(world.tenantId, (stores) => authoriseWorkspace(stores, caller, 'Member', id))),
  caller,
});
const set = (grant: Held, principal: string, role: WorkspaceRole, more: Partial<MemberChange> = {}) =>
  setMember(
    world.deps,
    grant.caller,
    grant,
    { principal, role, kinds: undefined, ...more },
    AT,
    actOf(grant.caller, 'AddGroupMembers'),
  );
const remove = (grant: Held, principal: string) =>
  removeMember(world.deps, grant.caller, grant, principal, actOf(grant.caller, 'DeleteGroupMembers'));
const rolesIn = async (grant: WorkspaceGrant) => {
  const members = await world.metadata.read(world.tenantId, (stores) => listMembers(stores, grant));
  return Object.fromEntries(members.map(({ member: { principalId, role } }) => [principalId, role]));
};
const own = async (members: Parameters<typeof workspace>[2] = []) =>
  grantOf(admin, await workspace(world.metadata, admin, members));

describe('who has a role in a workspace', () => {
  test('is anybody of the directory, named by id, sign-in name or address: a person, a group, an application', async () => {
    const grant = await own();
    const newcomer = {
      objectId: newId<ObjectId>(),
      displayName: 'N',
      signInName: 'n@contoso.example',
      kind: 'user',
    } as const;
    world.directory.put(world.tenantId, newcomer);
    const team = world.group('Team');
    await set(grant, ' N@contoso.example ', 'Viewer');
    await set(grant, 'team@contoso.example', 'Contributor');
    await set(grant, automation.objectId, 'Member');
    expect(await rolesIn(grant)).toEqual({
      [admin.objectId]: 'Admin',
      [newcomer.objectId]: 'Viewer',
      [team.objectId]: 'Contributor',
      [automation.objectId]: 'Member',
    });
  });

  test('reaches the members of a group at once', async () => {
    const grant = await own();
    const team = world.group('Readers');
    await set(grant, team.objectId, 'Viewer');
    const inside = await world.somebody('Inside', { groupIds: [team.objectId] });
    const seen = await world.metadata.read(world.tenantId, (stores) => listWorkspaces(stores, inside));
    expect(seen.map(({ workspace: { id }, role }) => [id, role])).toContainEqual([grant.workspaceId, 'Viewer']);
  });

  test.each(['', ' ', '\u3000', 'nobody@contoso.example'])('is nobody for the name "%s"', async (principal) => {
    const grant = await own([[automation, 'Viewer']]);
    await expect(set(grant, principal, 'Admin')).rejects.toMatchObject({ code: 'request-invalid' });
    await expect(remove(grant, principal)).rejects.toMatchObject({ code: 'request-invalid' });
    expect((await rolesIn(grant))[automation.objectId]).toBe('Viewer');
  });

  test('must be of the kind that the caller takes them for', async () => {
    const grant = await own();
    const attempt = set(grant, automation.objectId, 'Viewer', { kinds: ['user', 'guest'] });
    await expect(attempt).rejects.toMatchObject({ code: 'request-invalid' });
  });

  test('H-08: cannot be changed by a Member where it is Admin, and the last Admin stays', async () => {
    const id = await workspace(world.metadata, admin, [[member, 'Member']]);
    const asMember = await grantOf(member, id);
    for (const change of [
      set(asMember, member.objectId, 'Admin'),
      set(asMember, admin.objectId, 'Viewer'),
      remove(asMember, admin.objectId),
    ]) {
      await expect(change).rejects.toMatchObject({ code: 'not-permitted' });
    }
    await expect(remove(await grantOf(admin, id), admin.objectId)).rejects.toMatchObject({ code: 'request-invalid' });
  });

  test('keeps a person or an application as Admin: a group or a guest is not enough', async () => {
    const grant = await own();
    await set(grant, world.group('Owners').objectId, 'Admin');
    await expect(set(grant, admin.objectId, 'Viewer')).rejects.toMatchObject({ code: 'request-invalid' });
    await set(grant, automation.objectId, 'Admin');
    await set(grant, admin.objectId, 'Viewer');
    expect((await rolesIn(grant))[admin.objectId]).toBe('Viewer');
  });

  test('A27: is Viewer for a guest, unless the tenant lets guests edit', async () => {
    const grant = await own();
    const guest = await world.somebody('Guest', { kind: 'guest', mayEdit: false });
    await expect(set(grant, guest.objectId, 'Contributor')).rejects.toMatchObject({ code: 'not-allowed-here' });
    await set(grant, guest.objectId, 'Viewer');
    await world.set('guestEditing', true);
    await set(grant, guest.objectId, 'Contributor');
    await world.set('guestEditing', false);
    const seen = await world.metadata.read(world.tenantId, (stores) => listWorkspaces(stores, guest));
    expect(seen.find(({ workspace: { id } }) => id === grant.workspaceId)?.role).toBe('Viewer');
  });

  test('can lose it when the directory has them no more: by id, or by the name that was saved', async () => {
    const [byId, byName] = [await world.somebody('LeftById'), await world.somebody('LeftByName')];
    const grant = await own([
      [byId, 'Viewer'],
      [byName, 'Viewer'],
    ]);
    for (const { objectId } of [byId, byName]) world.directory.forget(objectId);
    await remove(grant, byId.objectId);
    await remove(grant, byName.signInName.toUpperCase());
    expect(await rolesIn(grant)).toEqual({ [admin.objectId]: 'Admin' });
  });

  test('is by the directory’s name, where somebody else was once saved under it', async () => {
    const [former, current] = [await world.somebody('Former'), await world.somebody('Current')];
    const grant = await own([
      [former, 'Viewer'],
      [current, 'Viewer'],
    ]);
    const { objectId, displayName } = current;
    world.directory.forget(former.objectId);
    world.directory.put(world.tenantId, { objectId, displayName, signInName: former.signInName, kind: 'user' });
    await remove(grant, former.signInName);
    expect(await rolesIn(grant)).toEqual({ [admin.objectId]: 'Admin', [former.objectId]: 'Viewer' });
  });

  test('is not found where the workspace was deleted after the right was checked', async () => {
    const grant = await own();
    await deleteWorkspace(world.metadata, admin, grant, actOf(admin, 'DeleteGroup'));
    await expect(set(grant, member.objectId, 'Viewer')).rejects.toMatchObject({ code: 'not-found' });
    const again = deleteWorkspace(world.metadata, admin, grant, actOf(admin, 'DeleteGroup'));
    await expect(again).rejects.toMatchObject({ code: 'not-found' });
  });

  test('is one of 1,000 at most', async () => {
    const grant = await own();
    await world.metadata.write(world.tenantId, undefined, async ({ workspaces }) => {
      const base = { workspaceId: grant.workspaceId, principalKind: 'user', role: 'Viewer' } as const;
      for (let n = 1; n < 1000; n += 1) await workspaces.saveMember({ ...base, principalId: newId<ObjectId>() });
    });
    await expect(set(grant, member.objectId, 'Viewer')).rejects.toMatchObject({ code: 'quota-exceeded' });
    await set(grant, admin.objectId, 'Admin');
  });
});

describe('the activity log', () => {
  test('has the making of a workspace, who got which role, and all that goes with it', async () => {
    const making = actOf(admin, 'CreateGroup');
    const { id, name } = await createWorkspace(world.metadata, admin, `Logged ${newId()}`, AT, making);
    const grant = await grantOf(admin, id);
    const adding = actOf(admin, 'AddGroupMembers');
    const change: MemberChange = { principal: member.signInName, role: 'Viewer', kinds: undefined };
    await setMember(world.deps, admin, grant, change, AT, adding);
    const dashboard = await item(world.metadata, admin, id, 'dashboard');
    const ending = actOf(admin, 'DeleteGroup');
    await deleteWorkspace(world.metadata, admin, grant, ending);
    expect(await world.events(making.by.requestId)).toMatchObject([
      { activity: 'CreateGroup', workspace: { id, name }, actor: { objectId: admin.objectId } },
    ]);
    expect(await world.events(adding.by.requestId)).toMatchObject([
      { activity: 'AddGroupMembers', recipients: [{ objectId: member.objectId, rights: 'Viewer' }] },
    ]);
    const ended = await world.events(ending.by.requestId);
    expect(ended.map((event) => [event.activity, event.item?.id])).toEqual(
      expect.arrayContaining([
        ['DeleteGroup', undefined],
        ['DeleteDashboard', dashboard],
      ]),
    );
  });
});

test('with a workspace go the reports of others over its models: each is in the activity log, once', async () => {
  const going = await workspace(world.metadata, admin);
  const staying = await workspace(world.metadata, admin);
  const model = await item<ModelId>(world.metadata, admin, going, 'model');
  const inside = await item(world.metadata, admin, going, 'report', model);
  const elsewhere = await item(world.metadata, admin, staying, 'report', model);
  const ending = actOf(admin, 'DeleteGroup');
  await deleteWorkspace(world.metadata, admin, await grantOf(admin, going), ending);
  const ended = await world.events(ending.by.requestId);
  expect(ended.map(({ activity, item: gone, workspace: place }) => [activity, gone?.id, place?.id]).toSorted()).toEqual(
    [
      ['DeleteDataset', model, going],
      ['DeleteGroup', undefined, going],
      ['DeleteReport', inside, going],
      ['DeleteReport', elsewhere, staying],
    ].toSorted(),
  );
  expect(await world.metadata.read(world.tenantId, ({ items }) => items.inWorkspace(staying))).toEqual([]);
});

describe('a role that was taken away after the grant was made', () => {
  const demote = (grant: Held, role: WorkspaceRole | undefined) =>
    world.metadata.write(world.tenantId, undefined, async ({ workspaces }) => {
      const { workspaceId, caller } = grant;
      if (role === undefined) await workspaces.removeMember(workspaceId, caller.objectId);
      else await workspaces.saveMember({ workspaceId, principalId: caller.objectId, principalKind: 'user', role });
    });
  const asked = async () => grantOf(member, await workspace(world.metadata, admin, [[member, 'Admin']]));
  const changes: readonly (readonly [string, (grant: Held) => Promise<unknown>])[] = [
    ['give a role', (grant) => set(grant, automation.objectId, 'Viewer')],
    ['take a role', (grant) => remove(grant, admin.objectId)],
    ['delete the workspace', (grant) => deleteWorkspace(world.metadata, member, grant, actOf(member, 'DeleteGroup'))],
  ];

  test.each(changes)('does not serve to %s', async (_, change) => {
    for (const [role, code] of [
      [undefined, 'not-found'],
      ['Viewer', 'not-permitted'],
    ] as const) {
      const grant = await asked();
      await demote(grant, role);
      await expect(change(grant), String(role)).rejects.toMatchObject({ code });
    }
  });

  test('does not serve to change who is Admin as a Member', async () => {
    const grant = await asked();
    await demote(grant, 'Member');
    await expect(set(grant, automation.objectId, 'Admin')).rejects.toMatchObject({ code: 'not-permitted' });
  });

  test('is noticed although it was taken while the directory was asked', async () => {
    const grant = await asked();
    const find: typeof world.directory.find = async (tenantId, objectId) => {
      await demote(grant, undefined);
      return world.directory.find(tenantId, objectId);
    };
    const deps = { ...world.deps, directory: { ...world.directory, find } };
    const change: MemberChange = { principal: automation.objectId, role: 'Viewer', kinds: undefined };
    const attempt = setMember(deps, member, grant, change, AT, actOf(member, 'AddGroupMembers'));
    await expect(attempt).rejects.toMatchObject({ code: 'not-found' });
  });
});

test('H-08: nobody makes more than 1,000 workspaces', async () => {
  const maker = await world.somebody('Maker');
  await world.metadata.write(world.tenantId, undefined, async ({ workspaces }) => {
    for (let n = 0; n < 1000; n += 1) {
      const id = newId<WorkspaceId>();
      await workspaces.create({ id, name: `W${n} ${id}`, kind: 'shared', ownerId: maker.objectId, createdAt: AT });
      const membership = {
        workspaceId: id,
        principalId: maker.objectId,
        principalKind: 'user',
        role: 'Admin',
      } as const;
      await workspaces.saveMember(membership);
    }
  });
  const attempt = createWorkspace(world.metadata, maker, 'One more', AT, actOf(maker, 'CreateGroup'));
  await expect(attempt).rejects.toMatchObject({ code: 'quota-exceeded' });
});

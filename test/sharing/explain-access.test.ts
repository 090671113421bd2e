import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ModelId, newId, type ObjectId, type ReportId } from '../../shared/domain/ids.ts';
import type { Caller } from '../../shared/domain/principal.ts';
import { GRANTABLE_RIGHTS, type ItemKind, WORKSPACE_ROLES } from '../../shared/domain/rights.ts';
import { explainAccess } from '../../shared/sharing/explain-access.ts';
import { AT, item, workspace } from '../catalog/sample-tenant.ts';
import { grantOn, openSharingWorld, type SharingWorld } from './sharing-world.ts';

let world: SharingWorld;
beforeAll(async () => {
  world = await openSharingWorld();
});
afterAll(() => world.metadata.close());

const explain = async (asker: Caller, kind: ItemKind, about: ObjectId | 'me') =>
  explainAccess(world.deps, asker, await grantOn(world, asker, kind, 'read'), about);

/** A group whose name is on record, so that a look-up would find it. */
const savedGroup = async (name: string) => {
  const group = world.group(name);
  await world.metadata.write(world.tenantId, undefined, ({ people }) => people.save(group, AT));
  return group;
};

describe('who can see this, and why', () => {
  test('names the path: person, group, role or permission, right', async () => {
    const { by, report, metadata, tenantId, workspaceId, directory } = world;
    const outer = world.group('Outer');
    const inner = world.group('Inner');
    const someone = await world.somebody('Nested');
    directory.join(outer.objectId, inner.objectId);
    directory.join(inner.objectId, someone.objectId);
    await world.give(report, inner, ['read', 'build']);
    await metadata.write(tenantId, undefined, async ({ workspaces, people }) => {
      await people.save(outer, '2026-03-01T12:00:00.000Z');
      await workspaces.saveMember({ workspaceId, principalId: outer.objectId, principalKind: 'group', role: 'Viewer' });
    });
    const { rights, outcome, people, workspaces } = await explain(by.Admin, 'report', someone.objectId);
    expect(rights).toMatchObject([
      {
        right: 'read',
        because: [
          { kind: 'role', role: 'Viewer', principalId: outer.objectId },
          { kind: 'permission', source: 'direct', principalId: inner.objectId, grantedBy: by.Admin.objectId },
        ],
      },
      { right: 'build', because: [{ kind: 'permission', principalId: inner.objectId }] },
    ]);
    expect([outcome, people.get(outer.objectId), workspaces.size]).toEqual(['open', outer, 1]);
  });

  test('H-01: tells a report without its data from one that is open, and from one that is closed', async () => {
    const { by, report, model } = world;
    const person = await world.somebody('Someone');
    expect((await explain(by.Admin, 'report', person.objectId)).outcome).toBe('closed');
    await world.give(report, person, ['read']);
    expect((await explain(by.Admin, 'report', person.objectId)).outcome).toBe('noData');
    await world.give(model, person, ['read']);
    const explained = await explain(by.Admin, 'report', person.objectId);
    expect([explained.outcome, explained.model?.id]).toEqual(['open', model]);
  });

  test('a dashboard needs no model', async () => {
    const person = await world.somebody('Watcher');
    await world.give(world.dashboard, person, ['read']);
    const explained = await explain(world.by.Admin, 'dashboard', person.objectId);
    expect([explained.outcome, explained.model]).toEqual(['open', undefined]);
  });

  test('says that a disabled account opens nothing, whatever it holds', async () => {
    const person = await world.somebody('Disabled');
    await world.give(world.dashboard, person, ['read']);
    const { objectId, displayName, signInName } = person;
    world.directory.put(world.tenantId, { objectId, displayName, signInName, kind: 'user' }, { isEnabled: false });
    const explained = await explain(world.by.Admin, 'dashboard', person.objectId);
    expect([explained.isEnabled, explained.outcome, explained.rights.length]).toEqual([false, 'closed', 1]);
    expect(explained.notes).toEqual([expect.stringContaining('disabled')]);
  });

  test('A27: says which rules took something from a guest', async () => {
    const { by, dashboard } = world;
    const guest = await world.somebody('Guest', { kind: 'guest', mayEdit: false });
    await world.give(dashboard, guest, ['read', 'build', 'reshare']);
    const explained = await explain(by.Admin, 'dashboard', guest.objectId);
    expect(explained.rights.map(({ right }) => right)).toEqual(['read']);
    expect(explained.notes).toHaveLength(2);
    await world.set('guestEditing', true);
    const editing = await explain(by.Admin, 'dashboard', guest.objectId);
    expect([editing.rights.map(({ right }) => right), editing.notes.length]).toEqual([['read', 'build'], 1]);
    await world.set('guestEditing', false);
    await world.set('guestAccess', false);
    expect((await explain(by.Admin, 'dashboard', guest.objectId)).outcome).toBe('closed');
    await world.set('guestAccess', true);
  });

  test('an application opens nothing until the tenant lets applications in', async () => {
    const robot = await world.somebody('Robot', { kind: 'service', signInName: '' });
    await world.give(world.dashboard, robot, ['read']);
    expect((await explain(world.by.Admin, 'dashboard', robot.objectId)).outcome).toBe('closed');
    await world.set('servicePrincipals', true);
    expect((await explain(world.by.Admin, 'dashboard', robot.objectId)).outcome).toBe('open');
  });

  test('answers for a group what the group itself was given', async () => {
    const team = world.group('Asked');
    await world.give(world.dashboard, team, ['read', 'reshare']);
    const explained = await explain(world.by.Admin, 'dashboard', team.objectId);
    expect(explained.rights.map(({ right }) => right)).toEqual(['read', 'reshare']);
    expect(explained.person).toEqual(team);
  });

  test('says the same as what grants, for everybody and every item', async () => {
    const { by, metadata, tenantId, workspaceId, directory } = world;
    const kinds = ['user', 'guest'] as const;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...kinds),
        fc.option(fc.constantFrom(...WORKSPACE_ROLES)),
        fc.subarray([...GRANTABLE_RIGHTS]),
        fc.boolean(),
        async (kind, role, given, byGroup) => {
          const team = world.group('Any');
          const person = await world.somebody('Any', { kind, mayEdit: kind !== 'guest', groupIds: [team.objectId] });
          directory.join(team.objectId, person.objectId);
          const principal = byGroup ? team : person;
          if (given.includes('read')) await world.give(world.dashboard, principal, given);
          if (role !== null) {
            await metadata.write(tenantId, undefined, ({ workspaces }) =>
              workspaces.saveMember({
                workspaceId,
                principalId: principal.objectId,
                principalKind: principal.kind,
                role,
              }),
            );
          }
          const { rights } = await explain(by.Admin, 'dashboard', person.objectId);
          expect(rights.map(({ right }) => right)).toEqual(await world.rights(person, world.dashboard));
        },
      ),
      { numRuns: 20 },
    );
  });
});

describe('asking about access', () => {
  test('is for every reader about themselves, and about others for who may change the item', async () => {
    const { by, dashboard } = world;
    const sharer = await world.somebody('Asker');
    await world.give(dashboard, sharer, ['read', 'reshare']);
    for (const about of ['me', sharer.objectId] as const) {
      const { person, rights } = await explain(sharer, 'dashboard', about);
      expect([person.objectId, rights.map(({ right }) => right)]).toEqual([sharer.objectId, ['read', 'reshare']]);
    }
    for (const asker of [sharer, by.Viewer]) {
      await expect(explain(asker, 'dashboard', by.Admin.objectId)).rejects.toMatchObject({ code: 'not-permitted' });
    }
    expect((await explain(by.Contributor, 'dashboard', by.Admin.objectId)).outcome).toBe('open');
  });

  test('finds nobody whom the directory of the tenant does not have', async () => {
    const attempt = explain(world.by.Admin, 'dashboard', newId<ObjectId>());
    await expect(attempt).rejects.toMatchObject({ code: 'not-found' });
  });

  test('does not say to who cannot read the model why others may, and looks up no name for it', async () => {
    const { by, report, model } = world;
    const author = await world.somebody('Author');
    const elsewhere = await workspace(world.metadata, author, [[by.Viewer, 'Viewer']]);
    const hidden = await item<ModelId>(world.metadata, author, elsewhere, 'model');
    const shown = await item<ReportId>(world.metadata, by.Admin, world.workspaceId, 'report', hidden);
    const team = await savedGroup('Secret');
    await world.give(hidden, team, ['read', 'build'], author);
    const someone = await world.somebody('Both', { groupIds: [team.objectId] });
    world.directory.join(team.objectId, someone.objectId);
    const asked = { ...world, report: shown };
    const about = async (asker: Caller, id: ObjectId) =>
      explainAccess(world.deps, asker, await grantOn(asked, asker, 'report', 'read'), id);
    const because = [{ kind: 'hidden' }];
    for (const id of [someone.objectId, by.Viewer.objectId]) {
      const { model: seen, people, workspaces } = await about(by.Contributor, id);
      const rights = (id === someone.objectId ? ['read', 'build'] : ['read']).map((right) => ({ right, because }));
      expect(seen).toEqual({ id: hidden, name: '', rights });
      expect([people.get(team.objectId), people.get(author.objectId)]).toEqual([undefined, undefined]);
      expect(workspaces.has(elsewhere)).toBe(false);
    }
    await world.give(report, someone, ['read']);
    await world.give(model, someone, ['read']);
    const open = await explain(by.Contributor, 'report', someone.objectId);
    expect(open.model?.rights).toMatchObject([{ because: [{ kind: 'permission' }] }]);
  });

  test('A27: a guest who may change the item asks about who is on record for it, and finds nobody else', async () => {
    const { by, dashboard, metadata, tenantId, workspaceId } = world;
    const editor = await world.somebody('Editor', { kind: 'guest' });
    await metadata.write(tenantId, undefined, ({ workspaces }) =>
      workspaces.saveMember({
        workspaceId,
        principalId: editor.objectId,
        principalKind: 'guest',
        role: 'Contributor',
      }),
    );
    const given = await world.somebody('Given');
    await world.give(dashboard, given, ['read']);
    for (const id of [given.objectId, by.Viewer.objectId, editor.objectId]) {
      expect((await explain(editor, 'dashboard', id)).person.objectId).toBe(id);
    }
    const stranger = await world.somebody('Colleague');
    const told = (id: ObjectId) => explain(editor, 'dashboard', id).catch((thrown: unknown) => thrown);
    const unknown = await told(newId());
    expect(unknown).toMatchObject({ code: 'not-found', detail: { what: 'person' } });
    world.directory.setDown(true);
    expect(await told(stranger.objectId)).toEqual(unknown);
    expect(await told(newId())).toEqual(unknown);
    world.directory.setDown(false);
  });

  test('does not name a model to who cannot read it', async () => {
    const reader = await world.somebody('NoModel');
    await world.give(world.report, reader, ['read']);
    expect((await explain(reader, 'report', 'me')).model).toEqual({ id: world.model, name: '', rights: [] });
  });
});

test('a workspace of somebody else changes nothing', async () => {
  const other = await world.somebody('Elsewhere');
  await workspace(world.metadata, other);
  expect((await explain(world.by.Admin, 'report', other.objectId)).outcome).toBe('closed');
});

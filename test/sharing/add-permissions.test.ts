import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId, type ObjectId } from '../../shared/domain/ids.ts';
import { GRANTABLE_RIGHTS, type GrantableRight, type ItemKind } from '../../shared/domain/rights.ts';
import type { Person } from '../../shared/identity/ports.ts';
import { addPermissions, type Sharing } from '../../shared/sharing/add-permissions.ts';
import { AT, actOf } from '../catalog/sample-tenant.ts';
import { grantOn, openSharingWorld, type SharingWorld } from './sharing-world.ts';

let world: SharingWorld;
beforeAll(async () => {
  world = await openSharingWorld();
});
afterAll(() => world.metadata.close());

type Caller = SharingWorld['by']['Admin'];
const share = async (caller: Caller, kind: ItemKind, sharing: Partial<Sharing>) => {
  const grant = await grantOn(world, caller, kind);
  const whole: Sharing = { recipients: [], rights: ['read'], withModel: true, ...sharing };
  return addPermissions(world.deps, caller, grant, whole, actOf(caller, 'ShareReport'));
};

describe('sharing an item', () => {
  test('H-03: reaches people, groups and applications of the directory who never signed in', async () => {
    const { by, group, directory, tenantId, report } = world;
    const person: Person = { objectId: newId(), displayName: 'New', signInName: 'new@contoso.example', kind: 'user' };
    const app: Person = { objectId: newId(), displayName: 'robot', signInName: '', kind: 'service' };
    directory.put(tenantId, person, { mail: 'new.name@contoso.example' });
    directory.put(tenantId, app);
    const team = group('Team');
    const { people } = await share(by.Admin, 'report', {
      recipients: ['NEW@contoso.example', 'new.name@contoso.example', 'team@contoso.example', app.objectId],
    });
    expect(people).toEqual([person, team, app]);
    const given = (await world.permissionsOn(report)).map(({ granteeId, granteeKind }) => [granteeId, granteeKind]);
    expect(given).toEqual(
      expect.arrayContaining([
        [person.objectId, 'user'],
        [team.objectId, 'group'],
        [app.objectId, 'service'],
      ]),
    );
    const saved = await world.metadata.read(tenantId, (stores) => stores.people.find(team.objectId));
    expect(saved).toEqual(team);
  });

  test('opens it to members of a group, and not to others', async () => {
    const team = world.group('Readers');
    await share(world.by.Admin, 'dashboard', { recipients: [team.objectId] });
    const inside = await world.somebody('Inside', { groupIds: [team.objectId] });
    const outside = await world.somebody('Outside');
    expect(await world.rights(inside, world.dashboard)).toEqual(['read']);
    expect(await world.rights(outside, world.dashboard)).toEqual([]);
  });

  test('H-04: a report takes its model along where the sharer may share that, and says where not', async () => {
    const { by, report, model } = world;
    const first = await world.somebody('First');
    const shared = await share(by.Member, 'report', { recipients: [first.objectId], rights: ['read', 'build'] });
    expect([shared.model, await world.rights(first, model)]).toEqual(['shared', ['read', 'build']]);

    const sharer = await world.somebody('Sharer');
    await world.give(report, sharer, ['read', 'reshare']);
    await world.give(model, sharer, ['read']);
    const second = await world.somebody('Second');
    const answer = await share(sharer, 'report', { recipients: [second.objectId] });
    expect([answer.model, await world.rights(second, report), await world.rights(second, model)]).toEqual([
      'notYours',
      ['read'],
      [],
    ]);
    const third = await world.somebody('Third');
    const alone = await share(by.Member, 'report', { recipients: [third.objectId], withModel: false });
    expect([alone.model, await world.rights(third, model)]).toEqual(['none', []]);
  });

  test('gives of the model no more than the sharer holds there', async () => {
    const { report, model } = world;
    const sharer = await world.somebody('Builder');
    await world.give(report, sharer, ['read', 'build', 'reshare']);
    await world.give(model, sharer, ['read', 'reshare']);
    const recipient = await world.somebody('Recipient');
    await share(sharer, 'report', { recipients: [recipient.objectId], rights: ['read', 'build'] });
    expect(await world.rights(recipient, report)).toEqual(['read', 'build']);
    expect(await world.rights(recipient, model)).toEqual(['read']);
  });

  test('a dashboard gives its tiles and no model', async () => {
    const recipient = await world.somebody('Looker');
    const { model } = await share(world.by.Admin, 'dashboard', { recipients: [recipient.objectId] });
    expect([model, await world.rights(recipient, world.model)]).toEqual(['none', []]);
  });

  test('a chain of shares never widens what is held', async () => {
    const chains = fc.array(fc.subarray([...GRANTABLE_RIGHTS]), { minLength: 2, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(chains, async ([first = [], ...rest]) => {
        let holder = await world.somebody('Chain');
        await world.give(world.dashboard, holder, withReadOf(first));
        for (const asked of rest) holder = await shareOn(holder, asked);
      }),
      { numRuns: 15 },
    );
  });

  test('is decided by what is held now, not when the request was let in', async () => {
    const sharer = await world.somebody('Late');
    await world.give(world.dashboard, sharer, ['read', 'reshare']);
    const grant = await grantOn(world, sharer, 'dashboard');
    await world.metadata.write(world.tenantId, undefined, ({ permissions }) =>
      permissions.remove(world.dashboard, sharer.objectId, 'direct'),
    );
    const recipient = await world.somebody('Unlucky');
    const sharing: Sharing = { recipients: [recipient.objectId], rights: ['read'], withModel: false };
    const attempt = addPermissions(world.deps, sharer, grant, sharing, actOf(sharer, 'ShareDashboard'));
    await expect(attempt).rejects.toMatchObject({ code: 'not-found' });
    expect(await world.rights(recipient, world.dashboard)).toEqual([]);
  });

  test('is decided so for each right, too', async () => {
    const sharer = await world.somebody('Less');
    await world.give(world.dashboard, sharer, ['read', 'build', 'reshare']);
    const grant = await grantOn(world, sharer, 'dashboard');
    await world.give(world.dashboard, sharer, ['read', 'reshare']);
    const recipient = await world.somebody('Unbuilt');
    const sharing: Sharing = { recipients: [recipient.objectId], rights: ['build'], withModel: false };
    const attempt = addPermissions(world.deps, sharer, grant, sharing, actOf(sharer, 'ShareDashboard'));
    await expect(attempt).rejects.toMatchObject({ code: 'not-permitted' });
    expect(await world.rights(recipient, world.dashboard)).toEqual([]);
  });

  test('A27: a guest gets no right to share on', async () => {
    const guest = await world.somebody('Guest', { kind: 'guest' });
    await share(world.by.Admin, 'dashboard', { recipients: [guest.objectId], rights: ['read', 'reshare'] });
    const given = (await world.permissionsOn(world.dashboard)).find(({ granteeId }) => granteeId === guest.objectId);
    expect(given?.rights).toEqual(['read']);
  });

  test('again adds to what was given, takes nothing, and leaves it the gift of who gave more', async () => {
    const { by, dashboard } = world;
    const recipient = await world.somebody('Twice');
    await share(by.Admin, 'dashboard', { recipients: [recipient.objectId], rights: ['read', 'reshare'] });
    await share(by.Member, 'dashboard', { recipients: [recipient.objectId], rights: ['build'] });
    const given = (await world.permissionsOn(dashboard)).filter(({ granteeId }) => granteeId === recipient.objectId);
    expect(given).toMatchObject([{ rights: ['read', 'build', 'reshare'], grantedBy: by.Admin.objectId }]);
  });

  test('is in the activity log with item, workspace, recipients and rights', async () => {
    const { by, report } = world;
    const recipient = await world.somebody('Logged');
    const act = actOf(by.Admin, 'ShareReport');
    const sharing: Sharing = { recipients: [recipient.objectId], rights: ['build'], withModel: true };
    await addPermissions(world.deps, by.Admin, await grantOn(world, by.Admin, 'report'), sharing, act);
    expect(await world.events(act.by.requestId)).toMatchObject([
      {
        activity: 'ShareReport',
        item: { kind: 'report', id: report },
        modelId: world.model,
        workspace: { id: world.workspaceId },
        recipients: [{ objectId: recipient.objectId, name: recipient.signInName, rights: 'read, build' }],
      },
    ]);
  });
});

describe('sharing is refused', () => {
  test('with oneself, and with a name that the directory does not know', async () => {
    const { by } = world;
    for (const name of [by.Admin.objectId, by.Admin.signInName.toUpperCase(), 'nobody', newId<ObjectId>(), ' ']) {
      await expect(share(by.Admin, 'dashboard', { recipients: [name] })).rejects.toMatchObject({
        code: 'request-invalid',
      });
    }
  });

  test('for all recipients if one is unknown', async () => {
    const recipient = await world.somebody('Alone');
    const attempt = share(world.by.Admin, 'dashboard', { recipients: [recipient.objectId, 'nobody'] });
    await expect(attempt).rejects.toMatchObject({ code: 'request-invalid' });
    expect(await world.rights(recipient, world.dashboard)).toEqual([]);
  });

  test('H-08: to a Contributor, who writes but does not share', async () => {
    const { by } = world;
    const grant = await grantOn(world, by.Contributor, 'dashboard', 'write');
    const sharing: Sharing = { recipients: [by.Viewer.objectId], rights: ['read'], withModel: false };
    const attempt = addPermissions(world.deps, by.Contributor, grant, sharing, actOf(by.Contributor, 'ShareDashboard'));
    await expect(attempt).rejects.toMatchObject({ code: 'not-permitted' });
  });

  test('while the directory does not answer, and nothing is kept', async () => {
    const recipient = await world.somebody('Waiting');
    world.directory.setDown(true);
    const attempt = share(world.by.Admin, 'dashboard', { recipients: [recipient.objectId] });
    await expect(attempt).rejects.toMatchObject({ code: 'upstream-unavailable' });
    world.directory.setDown(false);
    expect(await world.rights(recipient, world.dashboard)).toEqual([]);
  });

  test('beyond 1,000 entries on one item, but not to who is among them', async () => {
    const { model, by, tenantId, metadata } = world;
    const known = await world.somebody('Known');
    await metadata.write(tenantId, undefined, async ({ permissions }) => {
      const before = (await permissions.ofItem(model)).length;
      const base = { itemId: model, granteeKind: 'user', rights: ['read'], source: 'direct' } as const;
      const rest = { grantedBy: by.Admin.objectId, grantedAt: AT };
      await permissions.save({ ...base, ...rest, granteeId: known.objectId });
      for (let n = before + 1; n < 1000; n += 1)
        await permissions.save({ ...base, ...rest, granteeId: newId<ObjectId>() });
    });
    const more = await world.somebody('More');
    await expect(share(by.Admin, 'model', { recipients: [more.objectId] })).rejects.toMatchObject({
      code: 'quota-exceeded',
    });
    await share(by.Admin, 'model', { recipients: [known.objectId], rights: ['build'] });
    expect(await world.rights(known, model)).toEqual(['read', 'build']);
  });
});

describe('an address that the directory does not know', () => {
  test('is refused where the tenant does not invite by sharing, and says so', async () => {
    const attempt = share(world.by.Admin, 'dashboard', { recipients: ['new@partner.example'] });
    await expect(attempt).rejects.toMatchObject({
      code: 'request-invalid',
      detail: { what: expect.stringContaining('invites a guest') },
    });
    expect(world.directory.invitations).toEqual([]);
  });

  test('becomes a guest where the tenant lets the sharer invite, and not when another name is wrong', async () => {
    await world.set('guestInvitations', true);
    const both = share(world.by.Admin, 'dashboard', { recipients: ['new@partner.example', 'nobody'] });
    await expect(both).rejects.toMatchObject({ code: 'request-invalid' });
    const several = share(world.by.Admin, 'dashboard', { recipients: ['a@partner.example,b@partner.example'] });
    await expect(several).rejects.toMatchObject({ code: 'request-invalid' });
    expect(world.directory.invitations).toEqual([]);

    const { people, invited } = await share(world.by.Admin, 'dashboard', { recipients: ['new@partner.example'] });
    expect(invited).toMatchObject([{ kind: 'guest', displayName: 'new@partner.example' }]);
    expect(people).toEqual(invited);
  });

  test('invites nobody while the service is read-only', async () => {
    const before = world.directory.invitations.length;
    await world.metadata.system.setReadOnly(true);
    const attempt = share(world.by.Admin, 'dashboard', { recipients: ['late@partner.example'] });
    await expect(attempt).rejects.toMatchObject({ code: 'read-only' });
    await world.metadata.system.setReadOnly(false);
    expect(world.directory.invitations).toHaveLength(before);
  });
});

function withReadOf(rights: readonly GrantableRight[]): readonly GrantableRight[] {
  return GRANTABLE_RIGHTS.filter((right) => right === 'read' || rights.includes(right));
}

/** One link of a chain: the next person has what was asked for where the holder could give it, else nothing. */
async function shareOn(holder: Caller, asked: readonly GrantableRight[]): Promise<Caller> {
  const held = await world.rights(holder, world.dashboard);
  const next = await world.somebody('Chain');
  const attempt = share(holder, 'dashboard', { recipients: [next.objectId], rights: asked });
  const isAllowed = held.includes('reshare') && asked.every((right) => held.includes(right));
  const refusal = { code: held.length === 0 ? 'not-found' : 'not-permitted' };
  await (isAllowed ? attempt : expect(attempt).rejects.toMatchObject(refusal));
  expect(await world.rights(next, world.dashboard)).toEqual(isAllowed ? withReadOf(asked) : []);
  return next;
}

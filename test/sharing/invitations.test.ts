import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Call } from '../../functions/internal-hop.ts';
import type { PresentationDeps } from '../../functions/presentation/deps.ts';
import { linkOperations } from '../../functions/presentation/link-operations.ts';
import type { Activity } from '../../shared/audit/activity.ts';
import { CreatedLink } from '../../shared/contract/azimuth.ts';
import { newId, type ObjectId } from '../../shared/domain/ids.ts';
import type { Caller } from '../../shared/domain/principal.ts';
import { addPermissions, type Sharing } from '../../shared/sharing/add-permissions.ts';
import { createLink, type NewLink } from '../../shared/sharing/create-link.ts';
import { AT, actOf } from '../catalog/sample-tenant.ts';
import { grantOn, openSharingWorld, type SharingWorld } from './sharing-world.ts';

let world: SharingWorld;
let number = 0;
const address = () => {
  number += 1;
  return `guest${number}@partner.example`;
};
beforeAll(async () => {
  world = await openSharingWorld();
  await world.set('guestInvitations', true);
});
afterAll(() => world.metadata.close());
let before: number;
beforeEach(() => {
  before = world.directory.invitations.length;
});
const invitedSince = () => world.directory.invitations.slice(before);

const act = (caller: Caller, activity: Activity = 'ShareReport') => actOf(caller, activity);
const share = async (caller: Caller, sharing: Partial<Sharing>, its = act(caller), deps = world.deps) => {
  const whole: Sharing = { recipients: [], rights: ['read'], withModel: true, ...sharing };
  return addPermissions(deps, caller, await grantOn(world, caller, 'report'), whole, its);
};
const link = async (caller: Caller, wanted: Partial<NewLink>, its = act(caller, 'CreateSharingLink')) => {
  const whole: NewLink = { kind: 'people', rights: ['read'], recipients: [], ...wanted };
  return createLink(world.deps, caller, await grantOn(world, caller, 'report'), whole, its);
};
/** Direct entries of people whom nobody knows, on one of the world's items. */
const fill = (item: 'report' | 'model', count: number) =>
  world.metadata.write(world.tenantId, undefined, async ({ permissions }) => {
    const entry = { itemId: world[item], granteeKind: 'user', rights: ['read'], source: 'direct' } as const;
    const given = { grantedBy: world.by.Admin.objectId, grantedAt: AT };
    const ids = Array.from({ length: count - (await permissions.countDirect(world[item])) }, () => newId<ObjectId>());
    for (const granteeId of ids) await permissions.save({ ...entry, ...given, granteeId });
    return () =>
      world.metadata.write(world.tenantId, undefined, async (stores) => {
        for (const granteeId of ids) await stores.permissions.remove(world[item], granteeId, 'direct');
      });
  });

describe('U-03: an invitation', () => {
  test('is in the log by itself, with the guest’s name, and beside it the sharing', async () => {
    const { by, report } = world;
    const its = act(by.Admin);
    const email = address();
    const { invited } = await share(by.Admin, { recipients: [email] }, its);
    const [guest] = invited;
    const events = await world.events(its.by.requestId);
    expect(new Set(events.map(({ activity }) => activity))).toEqual(new Set(['InviteGuest', 'ShareReport']));
    expect(events.find(({ activity }) => activity === 'InviteGuest')).toMatchObject({
      item: { kind: 'report', id: report },
      recipients: [{ objectId: guest?.objectId, name: guest?.signInName, rights: 'none' }],
      detail: expect.stringContaining(email),
    });
  });

  test('is logged even if what follows fails', async () => {
    const { by, directory, deps } = world;
    const its = act(by.Admin);
    const [first, second] = [address(), address()];
    const invite: typeof directory.invite = async (tenantId, email) => {
      if (email === second) throw new Error('no second invitation');
      return directory.invite(tenantId, email);
    };
    const failing = { ...deps, directory: { ...directory, invite } };
    await expect(share(by.Admin, { recipients: [first, second] }, its, failing)).rejects.toThrow('no second');
    const events = await world.events(its.by.requestId);
    expect(events).toMatchObject([{ activity: 'InviteGuest', detail: expect.stringContaining(first) }]);
    const guest = events[0]?.recipients?.[0]?.objectId;
    const given = (await world.permissionsOn(world.report)).filter(({ granteeId }) => granteeId === guest);
    expect(given).toEqual([]);
  });

  test('by a link is answered with the link, and logged with what guests really get', async () => {
    const { by } = world;
    const its = act(by.Admin, 'CreateSharingLink');
    const colleague = await world.somebody('Colleague');
    const recipients = [address(), colleague.objectId];
    const made = await link(by.Admin, { recipients, rights: ['read', 'build', 'reshare'] }, its);
    const [guest] = made.invited;
    expect(made.link.recipientIds).toContain(guest?.objectId);
    const events = await world.events(its.by.requestId);
    const facts = events.find(({ activity }) => activity === 'CreateSharingLink')?.recipients;
    expect(new Map(facts?.map(({ objectId, rights }) => [objectId, rights]))).toEqual(
      new Map([
        [guest?.objectId, 'read, build'],
        [colleague.objectId, 'read, build, reshare'],
      ]),
    );
    expect(events.filter(({ activity }) => activity === 'InviteGuest')).toHaveLength(1);
  });

  test('by a link is in the answer on the wire', async () => {
    const { by, deps } = world;
    const email = address();
    const request = {
      caller: by.Admin,
      grant: await grantOn(world, by.Admin, 'report'),
      body: { kind: 'people', recipients: [email] },
      act: act(by.Admin, 'CreateSharingLink'),
    } as Call;
    const its = { ...deps, publicUrl: 'https://bi.example' } as PresentationDeps;
    const answer = CreatedLink.parse(await (await linkOperations['azimuth-links-create'](its, request)).json());
    expect(answer.invited).toMatchObject([{ displayName: email, kind: 'guest' }]);
    expect(answer.recipients).toEqual(answer.invited);
  });
});

describe('nobody is invited', () => {
  test('where more than 20 would be, and 20 are', async () => {
    const { by } = world;
    const many = Array.from({ length: 21 }, address);
    for (const attempt of [share(by.Admin, { recipients: many }), link(by.Admin, { recipients: many })]) {
      await expect(attempt).rejects.toMatchObject({ code: 'request-invalid' });
    }
    expect(invitedSince()).toEqual([]);
    const twice = [...many.slice(1), many[1]?.toUpperCase() ?? ''];
    expect((await share(by.Admin, { recipients: twice })).invited).toHaveLength(20);
  });

  test('where another recipient of a link is an application', async () => {
    const robot = await world.somebody('Robot', { kind: 'service', signInName: '' });
    const attempt = link(world.by.Admin, { recipients: [address(), robot.objectId] });
    await expect(attempt).rejects.toMatchObject({ code: 'request-invalid' });
    expect(invitedSince()).toEqual([]);
  });

  test('by who lost the right to share after being let in', async () => {
    const late = await world.somebody('LateInviter');
    await world.give(world.report, late, ['read', 'reshare']);
    const grant = await grantOn(world, late, 'report');
    await world.give(world.report, late, ['read']);
    const sharing: Sharing = { recipients: [address()], rights: ['read'], withModel: false };
    const attempts = [
      addPermissions(world.deps, late, grant, sharing, act(late)),
      createLink(
        world.deps,
        late,
        grant,
        { kind: 'people', rights: ['read'], recipients: [address()] },
        act(late, 'CreateSharingLink'),
      ),
    ];
    for (const attempt of attempts) await expect(attempt).rejects.toMatchObject({ code: 'not-permitted' });
    expect(invitedSince()).toEqual([]);
  });

  test.each(['report', 'model'] as const)('where the %s has no room for them', async (kind) => {
    const { by } = world;
    const empty = await fill(kind, 999);
    const attempt = share(by.Admin, { recipients: [address(), address()] });
    await expect(attempt).rejects.toMatchObject({ code: 'quota-exceeded' });
    expect(invitedSince()).toEqual([]);
    expect((await share(by.Admin, { recipients: [address()] })).invited).toHaveLength(1);
    await empty();
  });

  test('to a link that would give more of the model than its maker holds', async () => {
    const maker = await world.somebody('HalfMaker');
    await world.give(world.report, maker, ['read', 'build', 'reshare']);
    await world.give(world.model, maker, ['read', 'reshare']);
    const attempt = link(maker, { rights: ['build'], recipients: [address()] });
    await expect(attempt).rejects.toMatchObject({ code: 'not-permitted' });
    expect(invitedSince()).toEqual([]);
  });
});

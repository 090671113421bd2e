import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SharingLink } from '../../shared/catalog/ports.ts';
import { type LinkId, newId, type ReportId, type TenantId } from '../../shared/domain/ids.ts';
import type { Caller } from '../../shared/domain/principal.ts';
import { createLink, type NewLink } from '../../shared/sharing/create-link.ts';
import { deleteLink, listLinks } from '../../shared/sharing/list-links.ts';
import { redeemLink } from '../../shared/sharing/redeem-link.ts';
import { removePermissions } from '../../shared/sharing/remove-permissions.ts';
import { AT, actOf, item, workspace } from '../catalog/sample-tenant.ts';
import { grantOn, openSharingWorld, type SharingWorld } from './sharing-world.ts';

let world: SharingWorld;
let guest: Caller;
let application: Caller;
beforeAll(async () => {
  world = await openSharingWorld();
  guest = await world.somebody('Guest', { kind: 'guest', mayEdit: false });
  application = await world.somebody('Robot', { kind: 'service', signInName: '' });
});
afterAll(() => world.metadata.close());

const make = async (caller: Caller, wanted: Partial<NewLink>, act = actOf(caller, 'CreateSharingLink')) => {
  const whole: NewLink = { kind: 'organisation', rights: ['read'], recipients: [], ...wanted };
  return (await createLink(world.deps, caller, await grantOn(world, caller, 'report'), whole, act)).link;
};
const redeem = (caller: Caller, id: LinkId, act = actOf(caller, 'RedeemSharingLink')) =>
  redeemLink(world.deps, caller, id, act);
const end = async (caller: Caller, link: SharingLink) =>
  deleteLink(
    world.metadata,
    caller,
    await grantOn(world, caller, 'report'),
    link.id,
    actOf(caller, 'DeleteSharingLink'),
  );
/** What a stranger to a link is told, to the letter. */
const told = async (attempt: Promise<unknown>) => {
  const fault = await attempt.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return fault;
};

describe('H-02: a link for people in the organisation', () => {
  test('gives report and model to who redeems it, and to nobody who does not', async () => {
    const link = await make(world.by.Admin, { rights: ['read', 'reshare'] });
    expect(link).toMatchObject({ coversModel: true, rights: ['read', 'reshare'] });
    const redeemer = await world.somebody('Redeemer');
    const other = await world.somebody('Other');
    expect(await redeem(redeemer, link.id)).toMatchObject({ gained: true, item: { id: world.report } });
    expect(await world.rights(redeemer, world.report)).toEqual(['read', 'reshare']);
    expect(await world.rights(redeemer, world.model)).toEqual(['read', 'reshare']);
    expect(await world.rights(other, world.report)).toEqual([]);
  });

  test('is unknown to guests and applications, also to those who can read the report', async () => {
    const link = await make(world.by.Admin, {});
    await world.give(world.report, guest, ['read']);
    const unknown = await told(redeem(guest, newId<LinkId>()));
    expect(unknown).toMatchObject({ code: 'not-found' });
    expect(await told(redeem(guest, link.id))).toEqual(unknown);
    expect(await told(redeem(application, link.id))).toEqual(unknown);
  });

  test('is neither made nor redeemed while the tenant forbids it', async () => {
    const link = await make(world.by.Admin, {});
    await world.set('organisationLinks', false);
    await expect(make(world.by.Admin, {})).rejects.toMatchObject({ code: 'not-allowed-here' });
    const redeemer = await world.somebody('Refused');
    await expect(redeem(redeemer, link.id)).rejects.toMatchObject({ code: 'not-found' });
    await world.set('organisationLinks', true);
    expect(await redeem(redeemer, link.id)).toMatchObject({ gained: true });
  });

  test('gains nothing the second time, and nothing for who has it all already', async () => {
    const link = await make(world.by.Admin, {});
    const redeemer = await world.somebody('Again');
    await redeem(redeemer, link.id);
    const act = actOf(redeemer, 'RedeemSharingLink');
    expect(await redeem(redeemer, link.id, act)).toMatchObject({ gained: false });
    expect(await world.events(act.by.requestId)).toEqual([]);
    expect(await redeem(world.by.Viewer, link.id)).toMatchObject({ gained: false });
    const own = (await world.permissionsOn(world.report)).filter(({ granteeId }) => granteeId === redeemer.objectId);
    expect(own).toHaveLength(1);
  });

  test('two redemptions at the same time give it once', async () => {
    const link = await make(world.by.Admin, {});
    const redeemer = await world.somebody('Hasty');
    await Promise.all([redeem(redeemer, link.id), redeem(redeemer, link.id)]);
    const own = (await world.permissionsOn(world.report)).filter(({ granteeId }) => granteeId === redeemer.objectId);
    expect(own).toMatchObject([{ source: link.id, rights: ['read'], grantedBy: world.by.Admin.objectId }]);
  });
});

describe('H-02: a link for chosen people', () => {
  test('serves its recipients, guests among them, and members of its groups', async () => {
    const team = world.group('LinkTeam');
    const invitee = await world.somebody('Visitor', { kind: 'guest', mayEdit: false });
    const link = await make(world.by.Admin, {
      kind: 'people',
      rights: ['read', 'build', 'reshare'],
      recipients: [team.objectId, invitee.signInName],
    });
    const inside = await world.somebody('InLinkTeam', { groupIds: [team.objectId] });
    expect(await redeem(inside, link.id)).toMatchObject({ gained: true });
    expect(await world.rights(inside, world.report)).toEqual(['read', 'build', 'reshare']);
    expect(await redeem(invitee, link.id)).toMatchObject({ gained: true });
    expect(await world.rights(invitee, world.report)).toEqual(['read']);
    expect(await redeem(invitee, link.id)).toMatchObject({ gained: false });
  });

  test('gives the redeemer alone, so that leaving the group later is not a way to keep it for others', async () => {
    const team = world.group('Leavers');
    const link = await make(world.by.Admin, { kind: 'people', recipients: [team.objectId] });
    const inside = await world.somebody('Leaver', { groupIds: [team.objectId] });
    await redeem(inside, link.id);
    const grantees = (await world.permissionsOn(world.report)).filter(({ source }) => source === link.id);
    expect(grantees.map(({ granteeId }) => granteeId)).toEqual([inside.objectId]);
  });

  test('is unknown to everybody else, even when it was forwarded', async () => {
    const chosen = await world.somebody('Chosen');
    const link = await make(world.by.Admin, { kind: 'people', recipients: [chosen.objectId] });
    const other = await world.somebody('Forwarded');
    const unknown = await told(redeem(other, newId<LinkId>()));
    expect(await told(redeem(other, link.id))).toEqual(unknown);
    expect(await told(redeem(world.by.Viewer, link.id))).toEqual(unknown);
    expect(await redeem(world.by.Admin, link.id)).toMatchObject({ gained: false });
  });

  test('is unknown to an application in a group of recipients', async () => {
    const team = world.group('Robots');
    const link = await make(world.by.Admin, { kind: 'people', recipients: [team.objectId] });
    const inside: Caller = { ...application, groupIds: [team.objectId] };
    await expect(redeem(inside, link.id)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('needs recipients, and takes no application for one', async () => {
    for (const recipients of [[], [application.objectId]]) {
      const attempt = make(world.by.Admin, { kind: 'people', recipients });
      await expect(attempt).rejects.toMatchObject({ code: 'request-invalid' });
    }
    const attempt = make(world.by.Admin, { kind: 'organisation', recipients: [guest.objectId] });
    await expect(attempt).rejects.toMatchObject({ code: 'request-invalid' });
  });
});

describe('H-02: a link for people with existing access', () => {
  test('gives nothing, whatever was asked for, and leads only who can read', async () => {
    const link = await make(world.by.Admin, { kind: 'existing', rights: ['read', 'build', 'reshare'] });
    expect(link).toMatchObject({ rights: [], coversModel: false });
    const before = await world.permissionsOn(world.report);
    expect(await redeem(world.by.Viewer, link.id)).toMatchObject({ gained: false, item: { id: world.report } });
    const stranger = await world.somebody('Stranger');
    await expect(redeem(stranger, link.id)).rejects.toMatchObject({ code: 'not-found' });
    expect(await world.permissionsOn(world.report)).toEqual(before);
  });
});

describe('a link gives only what its maker holds', () => {
  test('on the report, and on the model where the maker shares that too (H-04)', async () => {
    const maker = await world.somebody('Maker');
    await world.give(world.report, maker, ['read', 'reshare']);
    await world.give(world.model, maker, ['read']);
    await expect(make(maker, { rights: ['build'] })).rejects.toMatchObject({ code: 'not-permitted' });
    const link = await make(maker, { rights: ['read'] });
    expect(link.coversModel).toBe(false);
    const redeemer = await world.somebody('NoData');
    await redeem(redeemer, link.id);
    expect([await world.rights(redeemer, world.report), await world.rights(redeemer, world.model)]).toEqual([
      ['read'],
      [],
    ]);
  });

  test('and is refused where it would give more of the model than that', async () => {
    const maker = await world.somebody('HalfMaker');
    await world.give(world.report, maker, ['read', 'build', 'reshare']);
    await world.give(world.model, maker, ['read', 'reshare']);
    await expect(make(maker, { rights: ['build'] })).rejects.toMatchObject({ code: 'not-permitted' });
    expect((await make(maker, { rights: ['read'] })).coversModel).toBe(true);
  });
});

describe('H-06: the end of a link', () => {
  test('ends redeeming and takes back what was gained by it, on the model too, and nothing else', async () => {
    const { by, report, model } = world;
    const link = await make(by.Admin, { rights: ['read', 'build'] });
    const redeemer = await world.somebody('Loser');
    await world.give(report, redeemer, ['read']);
    await redeem(redeemer, link.id);
    expect(await world.rights(redeemer, model)).toEqual(['read', 'build']);
    await end(by.Member, link);
    expect([await world.rights(redeemer, report), await world.rights(redeemer, model)]).toEqual([['read'], []]);
    await expect(redeem(redeemer, link.id)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('is for its maker and for who may change the report; others do not see the link', async () => {
    const { by, report } = world;
    const maker = await world.somebody('Owner');
    await world.give(report, maker, ['read', 'reshare']);
    const own = await make(maker, {});
    const theirs = await make(by.Admin, {});
    const grant = await grantOn(world, maker, 'report');
    const { links } = await world.metadata.read(world.tenantId, (stores) => listLinks(stores, maker, grant));
    expect(links.map(({ id }) => id)).toEqual([own.id]);
    await expect(end(maker, theirs)).rejects.toMatchObject({ code: 'not-found' });
    await end(maker, own);
    await end(by.Member, theirs);
  });

  test('B01: is not brought about through another report', async () => {
    const { by, metadata, tenantId } = world;
    const other = await world.somebody('OtherAuthor');
    const elsewhere = await workspace(metadata, other);
    const report = await item<ReportId>(metadata, other, elsewhere, 'report');
    const foreign: SharingLink = {
      id: newId<LinkId>(),
      itemId: report,
      kind: 'existing',
      rights: [],
      coversModel: false,
      recipientIds: [],
      createdBy: other.objectId,
      createdAt: AT,
    };
    await metadata.write(tenantId, undefined, ({ links }) => links.create(foreign));
    await expect(end(by.Admin, foreign)).rejects.toMatchObject({ code: 'not-found' });
    expect(await metadata.read(tenantId, ({ links }) => links.find(foreign.id))).toEqual(foreign);
  });

  test('a person can lose what they gained, and follow a link for the organisation again', async () => {
    const { by, report, model, metadata } = world;
    const link = await make(by.Admin, {});
    const redeemer = await world.somebody('Removed');
    await redeem(redeemer, link.id);
    const from = { principalId: redeemer.objectId, withModel: true };
    const grant = await grantOn(world, by.Admin, 'report');
    await removePermissions(metadata, by.Admin, grant, from, actOf(by.Admin, 'EditReportPermissions'));
    expect([await world.rights(redeemer, report), await world.rights(redeemer, model)]).toEqual([[], []]);
    expect(await redeem(redeemer, link.id)).toMatchObject({ gained: true });
  });
});

test('B01: a link of another tenant is a link that does not exist', async () => {
  const link = await make(world.by.Admin, {});
  const foreigner: Caller = { ...(await world.somebody('Foreigner')), tenantId: newId<TenantId>() };
  expect(await told(redeem(foreigner, link.id))).toEqual(await told(redeem(foreigner, newId<LinkId>())));
  expect(await told(redeem(foreigner, link.id))).toMatchObject({ code: 'not-found' });
});

test('links are in the activity log from their making to their end', async () => {
  const { by } = world;
  const making = actOf(by.Admin, 'CreateSharingLink');
  const link = await make(by.Admin, {}, making);
  const redeemer = await world.somebody('LoggedLink');
  const redeeming = actOf(redeemer, 'RedeemSharingLink');
  await redeem(redeemer, link.id, redeeming);
  const item = { kind: 'report', id: world.report };
  expect(await world.events(making.by.requestId)).toMatchObject([{ activity: 'CreateSharingLink', item }]);
  expect(await world.events(redeeming.by.requestId)).toMatchObject([
    { activity: 'RedeemSharingLink', item, recipients: [{ objectId: redeemer.objectId, rights: 'read' }] },
  ]);
});

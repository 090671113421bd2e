import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Item, Metadata, SharingLink, Stores } from '../../shared/catalog/ports.ts';
import type { LinkId } from '../../shared/domain/ids.ts';
import type { Caller } from '../../shared/domain/principal.ts';
import type { ItemKind } from '../../shared/domain/rights.ts';
import { createLink, type NewLink } from '../../shared/sharing/create-link.ts';
import { setDatasetUser } from '../../shared/sharing/dataset-users.ts';
import { redeemLink } from '../../shared/sharing/redeem-link.ts';
import { removePermissions } from '../../shared/sharing/remove-permissions.ts';
import { actOf } from '../catalog/sample-tenant.ts';
import { grantOn, openSharingWorld, type SharingWorld } from './sharing-world.ts';

let world: SharingWorld;
beforeAll(async () => {
  world = await openSharingWorld();
});
afterAll(() => world.metadata.close());

const make = async (caller: Caller, wanted: Partial<NewLink> = {}): Promise<SharingLink> => {
  const whole: NewLink = { kind: 'organisation', rights: ['read'], recipients: [], ...wanted };
  const grant = await grantOn(world, caller, 'report');
  return (await createLink(world.deps, caller, grant, whole, actOf(caller, 'CreateSharingLink'))).link;
};
const redeem = (caller: Caller, id: LinkId, act = actOf(caller, 'RedeemSharingLink')) =>
  redeemLink(world.deps, caller, id, act);
const remove = async (caller: Caller, kind: ItemKind, from: Pick<Caller, 'objectId'>, withModel = false) =>
  removePermissions(
    world.metadata,
    caller,
    await grantOn(world, caller, kind),
    { principalId: from.objectId, withModel },
    actOf(caller, 'EditReportPermissions'),
  );
const take = (from: Caller, id: Item['id']) =>
  world.metadata.write(world.tenantId, undefined, ({ permissions }) => permissions.remove(id, from.objectId, 'direct'));
const linkNow = (id: LinkId) => world.metadata.read(world.tenantId, ({ links }) => links.find(id));
/** Report and model as somebody holds them. */
const both = async (who: Caller) => [await world.rights(who, world.report), await world.rights(who, world.model)];
/** Somebody with everything that can be given, on report and model. */
const aMaker = async (name: string) => {
  const maker = await world.somebody(name);
  for (const id of [world.report, world.model]) await world.give(id, maker, ['read', 'build', 'reshare']);
  return maker;
};

describe('H-04: a link gives what its maker could share now', () => {
  test('nothing of the model when the maker may not share that any more', async () => {
    const maker = await aMaker('ModelLoser');
    const link = await make(maker);
    await world.give(world.model, maker, ['read', 'build']);
    const redeemer = await world.somebody('WithoutModel');
    expect(await redeem(redeemer, link.id)).toMatchObject({ gained: true });
    expect(await both(redeemer)).toEqual([['read'], []]);
    const act = actOf(redeemer, 'RedeemSharingLink');
    expect(await redeem(redeemer, link.id, act)).toMatchObject({ gained: false });
    expect(await world.events(act.by.requestId)).toEqual([]);
  });

  test('and of either no right that the maker lost', async () => {
    const maker = await aMaker('BuildLoser');
    const link = await make(maker, { rights: ['read', 'build'] });
    await world.give(world.model, maker, ['read', 'reshare']);
    const first = await world.somebody('BuildOnReport');
    await redeem(first, link.id);
    expect(await both(first)).toEqual([['read', 'build'], ['read']]);
    await world.give(world.report, maker, ['read', 'reshare']);
    const second = await world.somebody('NoBuild');
    await redeem(second, link.id);
    expect(await both(second)).toEqual([['read'], ['read']]);
    for (const id of [world.report, world.model]) await world.give(id, maker, ['read', 'build', 'reshare']);
    expect(await redeem(second, link.id)).toMatchObject({ gained: true });
    expect(await both(second)).toEqual([
      ['read', 'build'],
      ['read', 'build'],
    ]);
  });

  test('by a group of the maker, as the directory has it', async () => {
    const team = world.group('Makers');
    for (const id of [world.report, world.model]) await world.give(id, team, ['read', 'reshare']);
    const maker = await world.somebody('ByGroup', { groupIds: [team.objectId] });
    world.directory.join(team.objectId, maker.objectId);
    const link = await make(maker);
    const before = await world.somebody('BeforeLeaving');
    await redeem(before, link.id);
    expect(await both(before)).toEqual([['read'], ['read']]);
    world.directory.leave(team.objectId, maker.objectId);
    const after = await world.somebody('AfterLeaving');
    await expect(redeem(after, link.id)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('nothing when the maker may not share the report any more: who can read it is still led there', async () => {
    const maker = await aMaker('ReportLoser');
    const link = await make(maker);
    const early = await world.somebody('Early');
    await redeem(early, link.id);
    await take(maker, world.report);
    const late = await world.somebody('Late');
    await expect(redeem(late, link.id)).rejects.toMatchObject({ code: 'not-found', detail: { what: 'link' } });
    expect(await both(late)).toEqual([[], []]);
    expect(await redeem(early, link.id)).toMatchObject({ gained: false });
    const reader = await world.somebody('ReaderWithoutData');
    await world.give(world.report, reader, ['read']);
    expect(await redeem(reader, link.id)).toMatchObject({ gained: false });
    expect(await both(reader)).toEqual([['read'], []]);
    expect(await redeem(world.by.Viewer, link.id)).toMatchObject({ gained: false });
  });

  test.each<[string, (maker: Caller) => void]>([
    ['is gone', ({ objectId }) => world.directory.forget(objectId)],
    ['is disabled', (maker) => world.directory.put(world.tenantId, personOf(maker), { isEnabled: false })],
    ['is a guest now', (maker) => world.directory.put(world.tenantId, { ...personOf(maker), kind: 'guest' })],
    [
      'is an application that the tenant does not let in',
      (maker) => world.directory.put(world.tenantId, { ...personOf(maker), kind: 'service' }),
    ],
  ])('nothing when the maker %s', async (what, change) => {
    const maker = await aMaker(`Maker ${what}`);
    const link = await make(maker);
    change(maker);
    const redeemer = await world.somebody('TooLate');
    await expect(redeem(redeemer, link.id)).rejects.toMatchObject({ code: 'not-found' });
    expect(await both(redeemer)).toEqual([[], []]);
  });

  test('without reading what everybody else was given', async () => {
    const link = await make(await aMaker('Popular'));
    const redeemer = await world.somebody('OneOfMany');
    const { metadata } = world;
    const few = (stores: Stores): Stores => ({
      ...stores,
      permissions: {
        ...stores.permissions,
        ofItem: () => Promise.reject(new Error('Every permission of the item was asked for.')),
      },
    });
    const watched: Metadata = {
      ...metadata,
      read: (tenantId, work) => metadata.read(tenantId, (stores) => work(few(stores))),
      write: (tenantId, act, work) => metadata.write(tenantId, act, (stores) => work(few(stores))),
    };
    const act = actOf(redeemer, 'RedeemSharingLink');
    expect(await redeemLink({ ...world.deps, metadata: watched }, redeemer, link.id, act)).toMatchObject({
      gained: true,
    });
  });

  test('nothing while the directory does not say who the maker is', async () => {
    const link = await make(await aMaker('Unasked'));
    const redeemer = await world.somebody('Waiter');
    world.directory.setDown(true);
    await expect(redeem(redeemer, link.id)).rejects.toMatchObject({ code: 'upstream-unavailable' });
    world.directory.setDown(false);
    expect(await both(redeemer)).toEqual([[], []]);
  });
});

describe('H-06: a person who was removed', () => {
  test('is no recipient of the report’s links any more, and cannot follow them again', async () => {
    const { by } = world;
    const [removed, kept] = [await world.somebody('OffTheLink'), await world.somebody('OnTheLink')];
    const link = await make(by.Admin, { kind: 'people', recipients: [removed.objectId, kept.objectId] });
    for (const one of [removed, kept]) await redeem(one, link.id);
    await remove(by.Admin, 'report', removed, true);
    expect(await both(removed)).toEqual([[], []]);
    await expect(redeem(removed, link.id)).rejects.toMatchObject({ code: 'not-found' });
    expect((await linkNow(link.id))?.recipientIds).toEqual([kept.objectId]);
    expect(await both(kept)).toEqual([['read'], ['read']]);
  });

  test('also who never followed the link, once', async () => {
    const { by } = world;
    const named = await world.somebody('OnlyNamed');
    const link = await make(by.Admin, { kind: 'people', recipients: [named.objectId] });
    await remove(by.Member, 'report', named);
    await expect(redeem(named, link.id)).rejects.toMatchObject({ code: 'not-found' });
    await expect(remove(by.Member, 'report', named)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('stays a recipient of links that are not the sharer’s who removes them', async () => {
    const { by } = world;
    const sharer = await aMaker('OnlySharer');
    const named = await world.somebody('NamedByBoth');
    const theirs = await make(by.Admin, { kind: 'people', recipients: [named.objectId] });
    const own = await make(sharer, { kind: 'people', recipients: [named.objectId] });
    await remove(sharer, 'report', named);
    await expect(redeem(named, own.id)).rejects.toMatchObject({ code: 'not-found' });
    expect(await redeem(named, theirs.id)).toMatchObject({ gained: true });
  });
});

describe('H-06: who manages a model ends what links give of it', () => {
  test('removing somebody there takes what links gave, and nobody gains the model by them again', async () => {
    const { by, model } = world;
    const maker = await aMaker('Coverer');
    const link = await make(maker);
    const [removed, kept] = [await world.somebody('OffModel'), await world.somebody('StillOnModel')];
    for (const one of [removed, kept]) await redeem(one, link.id);
    await remove(by.Admin, 'model', removed);
    expect(await both(removed)).toEqual([['read'], []]);
    expect(await redeem(removed, link.id)).toMatchObject({ gained: false });
    const next = await world.somebody('NextOnReport');
    await redeem(next, link.id);
    expect(await both(next)).toEqual([['read'], []]);
    expect(await world.rights(kept, model)).toEqual(['read']);
    expect(await linkNow(link.id)).toEqual({ ...link, coversModel: false });
  });

  test.each([
    ['None', [], false],
    ['less than the link gives', ['read'], false],
    ['as much as the link gives', ['read', 'build'], true],
  ] as const)('so does setting their rights to %s, as far as it takes something', async (_, rights, covers) => {
    const { by, deps } = world;
    const link = await make(await aMaker('Setter'), { rights: ['read', 'build'] });
    const person = await world.somebody('Set');
    await redeem(person, link.id);
    const { objectId, displayName, signInName, kind } = person;
    const principal = { objectId, inDirectory: { objectId, displayName, signInName, kind } };
    const act = actOf(by.Admin, 'EditDatasetPermissions');
    await setDatasetUser(deps, by.Admin, await grantOn(world, by.Admin, 'model'), principal, rights, act);
    expect(await redeem(person, link.id)).toMatchObject({ gained: false });
    expect(await world.rights(person, world.model)).toEqual(rights);
    expect((await linkNow(link.id))?.coversModel).toBe(covers);
  });

  test('removing them from the report and its data leaves the link as it is for others', async () => {
    const { by } = world;
    const link = await make(by.Admin);
    const [removed, next] = [await world.somebody('OffBoth'), await world.somebody('NextOnBoth')];
    await redeem(removed, link.id);
    await remove(by.Admin, 'report', removed, true);
    await redeem(next, link.id);
    expect(await both(next)).toEqual([['read'], ['read']]);
  });
});

function personOf({ objectId, displayName, signInName, kind }: Caller) {
  return { objectId, displayName, signInName, kind };
}

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Call } from '../../../functions/internal-hop.ts';
import { OPERATIONS } from '../../../functions/operations.ts';
import type { PresentationDeps } from '../../../functions/presentation/deps.ts';
import { linkOperations } from '../../../functions/presentation/link-operations.ts';
import { PRESENTATION_OPERATIONS } from '../../../functions/presentation/routes.ts';
import { sharingOperations } from '../../../functions/presentation/sharing-operations.ts';
import type { Activity } from '../../../shared/audit/activity.ts';
import {
  AccessExplanation,
  AddedPermissions,
  ItemPermissions,
  Link,
  Links,
  RedeemedLink,
} from '../../../shared/contract/azimuth.ts';
import type { Caller } from '../../../shared/domain/principal.ts';
import { actOf } from '../../catalog/sample-tenant.ts';
import { grantOn, openSharingWorld, type SharingWorld } from '../../sharing/sharing-world.ts';

let world: SharingWorld;
beforeAll(async () => {
  world = await openSharingWorld();
});
afterAll(() => world.metadata.close());

type Asked = { readonly parameters?: Record<string, string>; readonly query?: string; readonly body?: unknown };
const operations = { ...sharingOperations, ...linkOperations };
const call = async (name: string, caller: Caller, activity: Activity | undefined, asked: Asked = {}) => {
  const deps: Partial<PresentationDeps> = { ...world.deps, publicUrl: 'https://bi.example' };
  const request = {
    caller,
    grant: await grantOn(world, caller, 'report', 'read'),
    parameters: asked.parameters ?? {},
    query: new URLSearchParams(asked.query),
    body: asked.body,
    act: actOf(caller, activity),
  } as Call;
  const handler = Object.entries(operations).find(([known]) => known === name)?.[1];
  if (handler === undefined) throw new Error(`There is no operation ${name}.`);
  return handler(deps as PresentationDeps, request);
};

test('every operation that the table gives to this role has its handler, and no handler is without a row', () => {
  const rows = OPERATIONS.filter(({ role }) => role === 'presentation').map(({ name }) => name);
  expect(Object.keys(PRESENTATION_OPERATIONS).toSorted()).toEqual(rows.toSorted());
});

describe('sharing on the wire', () => {
  test('answers in the shapes of the contract, from giving to taking', async () => {
    const { Admin } = world.by;
    const person = await world.somebody('Recipient');
    const body = { recipients: [person.signInName], rights: ['read', 'build'] };
    const added = await call('azimuth-report-permissions-add', Admin, 'ShareReport', { body });
    expect(AddedPermissions.parse(await added.json())).toMatchObject({
      people: [{ objectId: person.objectId, kind: 'user' }],
      invited: [],
      model: 'shared',
    });

    const listed = await call('azimuth-report-permissions-list', Admin, undefined);
    const { item, entries } = ItemPermissions.parse(await listed.json());
    expect(item.id).toBe(world.report);
    const entry = entries.find(({ principal }) => principal.objectId === person.objectId);
    expect(entry).toMatchObject({
      rights: [
        { right: 'read', because: [{ kind: 'direct', grantedBy: 'Admin' }] },
        { right: 'build', because: [{ kind: 'direct' }] },
      ],
      isRemovable: true,
    });

    const principalId = person.objectId;
    const asked = { parameters: { principalId }, query: 'withModel=true' };
    const removed = await call('azimuth-report-permissions-remove', Admin, 'EditReportPermissions', asked);
    expect([removed.status, await world.rights(person, world.model)]).toEqual([200, []]);
  });

  test('an explanation says through which group, and why oneself may', async () => {
    const team = world.group('Team');
    await world.metadata.write(world.tenantId, undefined, ({ people }) =>
      people.save(team, '2026-03-01T12:00:00.000Z'),
    );
    await world.give(world.report, team, ['read']);
    const person = await world.somebody('Inside', { groupIds: [team.objectId] });
    world.directory.join(team.objectId, person.objectId);
    const parameters = { principalId: person.objectId };
    const answer = await call('azimuth-report-access-explain', world.by.Admin, undefined, { parameters });
    expect(AccessExplanation.parse(await answer.json())).toMatchObject({
      person: { objectId: person.objectId },
      rights: [{ right: 'read', because: [{ kind: 'direct', through: { displayName: 'Team', kind: 'group' } }] }],
      outcome: 'noData',
    });
    const me = await call('azimuth-report-access-explain', person, undefined, { parameters: { principalId: 'me' } });
    expect(AccessExplanation.parse(await me.json()).person.objectId).toBe(person.objectId);
    const nobody = call('azimuth-report-access-explain', person, undefined, { parameters: { principalId: 'you' } });
    await expect(nobody).rejects.toMatchObject({ code: 'not-found' });
  });

  test('a link has the address of the page that redeems it', async () => {
    const { Admin } = world.by;
    const body = { kind: 'organisation' };
    const made = Link.parse(await (await call('azimuth-links-create', Admin, 'CreateSharingLink', { body })).json());
    expect(made).toMatchObject({
      url: `https://bi.example/links/${made.id}`,
      rights: ['read', 'reshare'],
      createdBy: 'Admin',
    });
    const { links } = Links.parse(await (await call('azimuth-links-list', Admin, undefined)).json());
    expect(links).toEqual([made]);
    const parameters = { linkId: made.id };
    const redeemed = await call('azimuth-links-redeem', world.by.Viewer, 'RedeemSharingLink', { parameters });
    expect(RedeemedLink.parse(await redeemed.json())).toEqual({ kind: 'report', itemId: world.report, gained: true });
    await call('azimuth-links-delete', Admin, 'DeleteSharingLink', { parameters });
    for (const linkId of [made.id, 'no-id', '*']) {
      const again = call('azimuth-links-redeem', Admin, 'RedeemSharingLink', { parameters: { linkId } });
      await expect(again).rejects.toMatchObject({ code: 'not-found', detail: { what: 'link' } });
    }
  });
});

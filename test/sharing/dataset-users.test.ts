import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Call } from '../../functions/internal-hop.ts';
import { datasetUserOperations } from '../../functions/presentation/dataset-user-operations.ts';
import type { PresentationDeps } from '../../functions/presentation/deps.ts';
import { DatasetUser, listOf } from '../../shared/contract/power-bi.ts';
import { newId } from '../../shared/domain/ids.ts';
import type { Caller } from '../../shared/domain/principal.ts';
import type { Person } from '../../shared/identity/ports.ts';
import { actOf } from '../catalog/sample-tenant.ts';
import { grantOn, openSharingWorld, type SharingWorld } from './sharing-world.ts';

let world: SharingWorld;
let sharer: Caller;
let team: Person;
let robot: Caller;
beforeAll(async () => {
  world = await openSharingWorld();
  sharer = await world.somebody('Sharer');
  await world.give(world.model, sharer, ['read', 'reshare']);
  team = world.group('Team');
  robot = await world.somebody('Robot', { kind: 'service', signInName: '' });
});
afterAll(() => world.metadata.close());

type Operation = keyof typeof datasetUserOperations;
const call = async (operation: Operation, caller: Caller, body?: unknown) => {
  const grant = await grantOn(world, caller, 'model', 'read');
  const request = { caller, grant, body, act: actOf(caller, 'ShareDataset') } as Call;
  return datasetUserOperations[operation](world.deps as PresentationDeps, request);
};
const add = (caller: Caller, body: unknown) => call('dataset-users-add', caller, body);
const update = (caller: Caller, body: unknown) => call('dataset-users-update', caller, body);
const users = async (caller: Caller) => {
  const answer = await call('dataset-users-list', caller);
  const { value } = listOf(DatasetUser).parse(await answer.json());
  return Object.fromEntries(value.map((one) => [one.identifier, one]));
};
const user = (identifier: string, datasetUserAccessRight: string) => ({
  identifier,
  principalType: 'User',
  datasetUserAccessRight,
});

describe('the users of a dataset', () => {
  test('are those with roles, in the words of their roles, and those who were given something', async () => {
    await add(world.by.Member, {
      identifier: team.objectId,
      principalType: 'Group',
      datasetUserAccessRight: 'ReadExplore',
    });
    const { by } = world;
    expect(await users(by.Member)).toEqual({
      [by.Admin.signInName]: user(by.Admin.signInName, 'ReadWriteReshareExplore'),
      [by.Member.signInName]: user(by.Member.signInName, 'ReadWriteReshareExplore'),
      [by.Contributor.signInName]: user(by.Contributor.signInName, 'ReadWriteExplore'),
      [by.Viewer.signInName]: user(by.Viewer.signInName, 'Read'),
      [sharer.signInName]: user(sharer.signInName, 'ReadReshare'),
      [team.objectId]: { identifier: team.objectId, principalType: 'Group', datasetUserAccessRight: 'ReadExplore' },
    });
  });

  test('are shown only to who may write and reshare', async () => {
    await expect(users(sharer)).rejects.toMatchObject({ code: 'not-permitted' });
    expect(Object.keys(await users(world.by.Admin))).toContain(sharer.signInName);
  });
});

describe('adding a user', () => {
  test.each([
    ['Read', ['read']],
    ['ReadReshare', ['read', 'reshare']],
    ['ReadExplore', ['read', 'build']],
    ['ReadReshareExplore', ['read', 'build', 'reshare']],
    ['readreshareEXPLORE', ['read', 'build', 'reshare']],
  ])('gives %s, in whatever case it is written', async (word, rights) => {
    const person = await world.somebody(`Person-${newId()}`);
    const body = { IDENTIFIER: person.signInName, PrincipalType: 'user', datasetuseraccessright: word };
    expect((await add(world.by.Member, body)).status).toBe(200);
    expect(await world.rights(person, world.model)).toEqual(rights);
  });

  test('never gives the right to write, nor anything to an application, nor nothing', async () => {
    const person = await world.somebody('Never');
    for (const word of ['None', 'ReadWrite', 'ReadWriteReshare', 'ReadWriteExplore', 'ReadWriteReshareExplore']) {
      await expect(add(world.by.Admin, user(person.signInName, word))).rejects.toMatchObject({
        code: 'request-invalid',
      });
    }
    for (const principalType of ['App', 'User', 'Group']) {
      const body = { identifier: robot.objectId, principalType, datasetUserAccessRight: 'Read' };
      await expect(add(world.by.Admin, body)).rejects.toMatchObject({ code: 'request-invalid' });
    }
    expect(await world.rights(person, world.model)).toEqual([]);
    expect(await world.rights(robot, world.model)).toEqual([]);
  });

  test('gives no more than the caller holds', async () => {
    const person = await world.somebody('NotMore');
    const attempt = add(sharer, user(person.signInName, 'ReadExplore'));
    await expect(attempt).rejects.toMatchObject({ code: 'not-permitted' });
    expect((await add(sharer, user(person.signInName, 'ReadReshare'))).status).toBe(200);
  });
});

describe('updating a user', () => {
  test('makes the rights exactly what is said, and None takes all of them', async () => {
    const person = await world.somebody('Updated');
    await add(world.by.Admin, user(person.signInName, 'ReadReshareExplore'));
    await update(world.by.Admin, user(person.signInName, 'Read'));
    expect(await world.rights(person, world.model)).toEqual(['read']);
    await update(world.by.Admin, user(person.signInName, 'none'));
    expect(await world.rights(person, world.model)).toEqual([]);
    await expect(update(world.by.Admin, user(person.signInName, 'None'))).rejects.toMatchObject({ code: 'not-found' });
  });

  test('takes also from who is in the directory no more, by id', async () => {
    const person = await world.somebody('Vanished');
    await add(world.by.Admin, user(person.signInName, 'Read'));
    world.directory.forget(person.objectId);
    await update(world.by.Admin, user(person.objectId, 'None'));
    expect(await world.rights(person, world.model)).toEqual([]);
  });

  test('cannot take what a role in the workspace gives, and does not pretend to', async () => {
    const { by, model } = world;
    for (const word of ['None', 'Read']) {
      await expect(update(by.Admin, user(by.Member.signInName, word))).rejects.toMatchObject({
        code: 'request-invalid',
      });
    }
    await update(by.Admin, user(by.Viewer.signInName, 'ReadExplore'));
    expect(await world.rights(by.Viewer, model)).toEqual(['read', 'build']);
    await update(by.Admin, user(by.Viewer.signInName, 'None'));
    expect(await world.rights(by.Viewer, model)).toEqual(['read']);
  });

  test('is for who may write and reshare, and not for their own rights', async () => {
    const { by, metadata, tenantId, workspaceId } = world;
    const person = await world.somebody('Untouched');
    const writers = world.group('Writers');
    const membership = { workspaceId, principalId: writers.objectId, principalKind: 'group', role: 'Member' } as const;
    await metadata.write(tenantId, undefined, ({ workspaces }) => workspaces.saveMember(membership));
    await expect(update(sharer, user(person.signInName, 'Read'))).rejects.toMatchObject({ code: 'not-permitted' });
    await expect(update(by.Contributor, user(person.signInName, 'Read'))).rejects.toMatchObject({
      code: 'not-permitted',
    });
    const inTeam = await world.somebody('ByTeam', { groupIds: [writers.objectId] });
    await expect(update(inTeam, user(inTeam.signInName, 'Read'))).rejects.toMatchObject({ code: 'request-invalid' });
    await expect(update(by.Admin, user(by.Admin.signInName, 'Read'))).rejects.toMatchObject({
      code: 'request-invalid',
    });
    await expect(update(by.Admin, user(person.signInName, 'ReadWrite'))).rejects.toMatchObject({
      code: 'request-invalid',
    });
  });
});

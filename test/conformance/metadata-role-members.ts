import { describe, expect, test } from 'vitest';
import type { Metadata, Stores } from '../../shared/catalog/ports.ts';
import { type ModelId, newId, type ObjectId } from '../../shared/domain/ids.ts';
import { aWorld, type World } from './metadata-samples.ts';

const group = (memberId: ObjectId) => ({ memberId, memberKind: 'group' }) as const;
const user = (memberId: ObjectId) => ({ memberId, memberKind: 'user' }) as const;

export function roleMemberCases(metadata: () => Metadata): void {
  const write = <T>(world: World, work: (stores: Stores) => Promise<T>) =>
    metadata().write(world.tenant, undefined, work);
  const read = <T>(world: World, work: (stores: Stores) => Promise<T>) => metadata().read(world.tenant, work);

  describe('members of the roles of models', () => {
    test('the roles of a person are those of any of their groups, each once, by name', async () => {
      const world = await aWorld(metadata());
      const team = newId<ObjectId>();
      await write(world, async ({ roleMembers }) => {
        await roleMembers.replace(world.model, 'Europe', [user(world.owner), group(team)]);
        await roleMembers.replace(world.model, 'Asia', [group(team), group(team)]);
        await roleMembers.replace(world.model, 'America', [user(world.colleague)]);
      });
      const rolesOf = (...ids: ObjectId[]) => read(world, ({ roleMembers }) => roleMembers.rolesOf(world.model, ids));
      expect(await rolesOf(world.owner, team)).toEqual(['Asia', 'Europe']);
      expect(await rolesOf(world.colleague)).toEqual(['America']);
      expect(await rolesOf(newId())).toEqual([]);
      expect(await rolesOf()).toEqual([]);
      expect(await rolesOf(...Array.from({ length: 2500 }, () => newId<ObjectId>()), world.owner)).toEqual(['Europe']);
    });

    test('a role has the members that it was given last; other roles and models keep theirs', async () => {
      const [world, other] = [await aWorld(metadata()), await aWorld(metadata())];
      for (const one of [world, other]) {
        await write(one, async ({ roleMembers }) => {
          await roleMembers.replace(one.model, 'Europe', [user(one.owner)]);
          await roleMembers.replace(one.model, 'Ro\'le "x"', [user(one.owner)]);
        });
      }
      await write(world, ({ roleMembers }) => roleMembers.replace(world.model, 'Europe', [user(world.colleague)]));
      expect(await read(world, ({ roleMembers }) => roleMembers.ofModel(world.model))).toEqual([
        { role: 'Europe', ...user(world.colleague) },
        { role: 'Ro\'le "x"', ...user(world.owner) },
      ]);
      await write(world, ({ roleMembers }) => roleMembers.replace(world.model, 'Europe', []));
      await write(other, ({ roleMembers }) => roleMembers.removeOfModel(other.model));
      expect(await read(world, ({ roleMembers }) => roleMembers.rolesOf(world.model, [world.colleague]))).toEqual([]);
      expect(await read(other, ({ roleMembers }) => roleMembers.ofModel(other.model))).toEqual([]);
    });

    test('they go with the model, and another tenant sees none of them', async () => {
      const [world, other] = [await aWorld(metadata()), await aWorld(metadata())];
      await write(world, ({ roleMembers }) => roleMembers.replace(world.model, 'Europe', [user(world.owner)]));
      expect(await read(other, ({ roleMembers }) => roleMembers.ofModel(world.model))).toEqual([]);
      expect(await read(other, ({ roleMembers }) => roleMembers.rolesOf(world.model, [world.owner]))).toEqual([]);
      await write(world, ({ items }) => items.remove(world.model));
      expect(await read(world, ({ roleMembers }) => roleMembers.ofModel(world.model))).toEqual([]);
    });

    test('a model that is not there has no members to be kept', async () => {
      const world = await aWorld(metadata());
      const given = write(world, ({ roleMembers }) =>
        roleMembers.replace(newId<ModelId>(), 'Europe', [user(world.owner)]),
      );
      await expect(given).rejects.toMatchObject({ code: 'not-found' });
    });
  });
}

import { describe, expect, test } from 'vitest';
import type { Metadata } from '../../shared/catalog/ports.ts';
import { newId } from '../../shared/domain/ids.ts';
import { AT, aWorld, item, later, tile, type World, workspace } from './metadata-samples.ts';

const TEXTS = [
  `Robert'); drop table "item"; --`,
  `"double" 'single' [bracket] \`back\``,
  '100%_\\ {curly} @p1 :name ?1 $1',
  'zero\u200Bwidth \u202Eoverride',
  'emoji 👩‍👩‍👧 and 🏳️‍🌈',
  'line\nbreak\r\nand\ttab',
  ' spaces at both ends ',
  'İstanbul Straße ΟΔΟΣ',
  '',
];

export function hostileCases(metadata: () => Metadata): void {
  describe('hostile texts', () => {
    test.each(TEXTS)('%j comes back as it went in, wherever it stands', async (text) => {
      const world = await aWorld(metadata());
      const other = { ...world, model: newId<World['model']>(), tile: newId<World['tile']>() };
      const share = { ...tile(other), title: text, subtitle: text, pageName: text };
      const visual = { ...share.visual, title: text };
      await metadata().write(world.tenant, undefined, async (stores) => {
        await stores.items.create({ ...item(other, 'model'), name: text }, JSON.stringify({ text }));
        await stores.tiles.create({ ...share, visual });
        await stores.people.save({ objectId: other.colleague, displayName: text, signInName: text, kind: 'user' }, AT);
      });
      const seen = await metadata().read(world.tenant, async (stores) => [
        (await stores.items.find(other.model))?.name,
        await stores.items.definition(other.model),
        await stores.tiles.find(other.dashboard, other.tile),
        (await stores.people.find(other.colleague))?.displayName,
        (await stores.people.find(other.colleague))?.signInName,
      ]);
      expect(seen).toEqual([text, JSON.stringify({ text }), { ...share, visual }, text, text]);
    });

    test('half of a surrogate pair becomes the replacement character', async () => {
      const world = await aWorld(metadata());
      const save = (at: string) =>
        metadata().write(world.tenant, undefined, (stores) =>
          stores.people.save({ objectId: world.owner, displayName: 'a\uD83D', signInName: 'a', kind: 'user' }, at),
        );
      expect([await save(later(1)), await save(later(2))]).toEqual([true, false]);
      const seen = await metadata().read(world.tenant, (stores) => stores.people.find(world.owner));
      expect(seen?.displayName).toBe('a\uFFFD');
    });

    test.each([
      { what: 'a NUL', name: 'a\0b' },
      { what: 'a text longer than its column', name: 'x'.repeat(257) },
    ])('$what is refused and says where', async ({ name }) => {
      const world = await aWorld(metadata());
      const made = { ...item(world, 'dashboard'), id: newId<World['dashboard']>(), name };
      await expect(
        metadata().write(world.tenant, undefined, (stores) => stores.items.create(made, '{}')),
      ).rejects.toMatchObject({ code: 'request-invalid', detail: { where: 'item.name' } });
    });

    test('256 characters fit into a name that is compared, also where folding the case makes more of them', async () => {
      const world = await aWorld(metadata());
      const name = 'ΐ'.repeat(256);
      const made = { ...workspace(world), id: newId<World['workspace']>(), name };
      await metadata().write(world.tenant, undefined, ({ workspaces }) => workspaces.create(made));
      const found = await metadata().read(world.tenant, ({ workspaces }) => workspaces.findByName(name.toUpperCase()));
      expect(found).toEqual(made);
    });

    test('a definition of 5 MB comes back whole', async () => {
      const world = await aWorld(metadata());
      const definition = JSON.stringify({ text: 'größe 🦊 '.repeat(500_000) });
      await metadata().write(world.tenant, undefined, ({ items }) => items.saveDefinition(world.model, definition, AT));
      const seen = await metadata().read(world.tenant, ({ items }) => items.definition(world.model));
      expect(seen === definition).toBe(true);
    });
  });
}

import { describe, expect, test } from 'vitest';
import { newId, type ObjectId } from '../../shared/domain/ids.ts';
import { allows, tenantSettings } from '../../shared/domain/tenant-settings.ts';
import { groupsThatMatter } from '../../shared/identity/groups-that-matter.ts';
import { MOST_GROUPS } from '../../shared/identity/pack-ids.ts';

const many = (count: number) => Array.from({ length: count }, () => newId<ObjectId>());

describe('the groups that matter', () => {
  test('are those that hold something and those that settings name, each once, and only own ones', () => {
    const [holding, named, both, useless] = many(4);
    const foreign = newId<ObjectId>();
    if (holding === undefined || named === undefined || both === undefined || useless === undefined) throw new Error();
    const settings = tenantSettings([
      { name: 'export', isOn: true, onlyFor: [foreign, named], exceptFor: [] },
      { name: 'guestEditing', isOn: true, onlyFor: [both], exceptFor: [] },
    ]);
    const found = groupsThatMatter([holding, named, both, useless], settings, [holding, both, foreign]);
    expect(found.toSorted()).toEqual([holding, named, both].toSorted());
  });

  test('are never too many to travel, and what a setting excepts is kept first', () => {
    const groups = many(MOST_GROUPS + 200);
    const excepted = groups.slice(-150);
    const settings = tenantSettings([{ name: 'export', isOn: true, onlyFor: [], exceptFor: excepted }]);
    const found = groupsThatMatter(groups, settings, groups);
    expect(found).toHaveLength(MOST_GROUPS);
    expect(allows(settings.export, { objectId: newId<ObjectId>(), groupIds: found })).toBe(false);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DirectoryTenant } from '../../../dev/directory/directory-changes.ts';
import { createLocalDirectory } from '../../../dev/directory/local-directory.ts';
import { groupsOf } from '../../../dev/directory/memberships.ts';
import { openLocalDirectory } from '../../../dev/directory/open-directory.ts';
import { CONTOSO, FABRIKAM } from '../../../dev/idp/sample-directory.ts';

const id = (suffix: string) => `c0470500-0000-4000-8000-0000000000${suffix}`;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'azimuth-directory-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function contoso(directory = createLocalDirectory()): DirectoryTenant {
  const tenant = directory.tenant('contoso');
  if (tenant === undefined) throw new Error('no contoso');
  return tenant;
}

describe('the local directory', () => {
  test('begins with the samples, everybody enabled and nothing revoked', () => {
    const directory = createLocalDirectory();
    expect(directory.tenants().map(({ tenantId }) => tenantId)).toEqual([CONTOSO.tenantId, FABRIKAM.tenantId]);
    expect(contoso().users.every((user) => user.isEnabled && user.sessionsValidFrom === undefined)).toBe(true);
  });

  test('keeps changes, guests, groups and members over a restart', () => {
    const file = join(folder, 'identity', 'directory.json');
    const first = openLocalDirectory(file);
    first.changeUser(id('04'), { isEnabled: false });
    first.changeUser(id('04'), { displayName: 'Jonas Reeder' });
    const guest = first.addGuest(contoso(first), 'pia@partner.example');
    const group = first.addGroup(contoso(first), 'Testers', '');
    first.setMembers(group.objectId, [id('04'), guest.objectId]);

    const second = openLocalDirectory(file);
    expect(second.user(id('04'))?.user).toMatchObject({ isEnabled: false, displayName: 'Jonas Reeder' });
    expect(second.user('PIA_partner.example#EXT#@contoso.example')?.user).toMatchObject({ isGuest: true });
    expect(groupsOf(contoso(second), guest.objectId)).toEqual([group.objectId]);
  });

  test('does not begin anew where its file is spoilt', () => {
    const file = join(folder, 'directory.json');
    writeFileSync(file, '{"users":{}}');
    expect(() => openLocalDirectory(file)).toThrow();
  });

  test('invites the same address once', () => {
    const directory = createLocalDirectory();
    const one = directory.addGuest(contoso(directory), 'pia@partner.example');
    expect(directory.addGuest(contoso(directory), 'Pia@partner.example').objectId).toBe(one.objectId);
  });
});

describe('the groups of somebody', () => {
  test.each([
    ['a member', '02', ['d1']],
    ['a member through another group', '05', ['d3', 'd2']],
    ['a member of the outer group only', '04', ['d2']],
    ['an application', 'c2', ['d4']],
    ['a group', 'd3', ['d2']],
    ['nobody in particular', '01', []],
  ])('%s', (_who, suffix, groups) => {
    expect(groupsOf(contoso(), id(suffix)).toSorted()).toEqual(groups.map(id).toSorted());
  });

  test('are what can be reached, whatever the groups hold of each other', () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const members = fc.array(fc.constantFrom('x', ...names), { maxLength: 5 });
    fc.assert(
      fc.property(fc.tuple(members, members, members, members, members), (lists) => {
        const groups = names.map((objectId, at) => ({ objectId, displayName: '', mail: '', members: lists[at] ?? [] }));
        let reached = new Set(['x']);
        for (const _round of names) {
          reached = new Set([
            ...reached,
            ...groups.filter((group) => group.members.some((one) => reached.has(one))).map(({ objectId }) => objectId),
          ]);
        }
        reached.delete('x');
        expect(new Set(groupsOf({ ...contoso(), groups }, 'x'))).toEqual(reached);
      }),
    );
  });
});

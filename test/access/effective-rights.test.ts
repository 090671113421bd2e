import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { effectiveRights, type RightsFacts } from '../../shared/access/effective-rights.ts';
import type { Membership, Permission } from '../../shared/catalog/ports.ts';
import { type DashboardId, type LinkId, newId, type ObjectId, type WorkspaceId } from '../../shared/domain/ids.ts';
import type { Holder } from '../../shared/domain/principal.ts';
import { GRANTABLE_RIGHTS, type Right, WORKSPACE_ROLES } from '../../shared/domain/rights.ts';

const WORKSPACE = newId<WorkspaceId>();
const ITEM = newId<DashboardId>();
const IDS: readonly ObjectId[] = Array.from({ length: 5 }, () => newId<ObjectId>());
const LINK = newId<LinkId>();
const AT = '2026-05-01T00:00:00.000Z';

const anyId = fc.constantFrom(...IDS);
const anyHolder: fc.Arbitrary<Holder> = fc.record({
  kind: fc.constantFrom('user' as const, 'guest' as const, 'service' as const),
  objectId: anyId,
  groupIds: fc.uniqueArray(anyId, { maxLength: 4 }),
  mayEdit: fc.boolean(),
});
const anyMembership: fc.Arbitrary<Membership> = fc.record({
  workspaceId: fc.constant(WORKSPACE),
  principalId: anyId,
  principalKind: fc.constantFrom('user' as const, 'group' as const),
  role: fc.constantFrom(...WORKSPACE_ROLES),
});
const anyPermission: fc.Arbitrary<Permission> = fc.record({
  itemId: fc.constant(ITEM),
  granteeId: anyId,
  granteeKind: fc.constantFrom('user' as const, 'group' as const),
  rights: fc
    .uniqueArray(fc.constantFrom(...GRANTABLE_RIGHTS), { maxLength: 3 })
    .map((rights) => [...new Set(['read' as const, ...rights])]),
  source: fc.constantFrom('direct' as const, LINK),
  grantedBy: anyId,
  grantedAt: fc.constant(AT),
});
const anyFacts: fc.Arbitrary<RightsFacts> = fc.record({
  item: fc.record({ createdBy: anyId }),
  memberships: fc.array(anyMembership, { maxLength: 6 }),
  permissions: fc.array(anyPermission, { maxLength: 6 }),
});

/** The same rules once more, as plainly as they can be said, sharing nothing with the product. */
function naive(who: Holder, facts: RightsFacts): string[] {
  const isThem = (id: string) => id === who.objectId || who.groupIds.some((group) => group === id);
  const roles = facts.memberships.filter((m) => isThem(m.principalId)).map((m) => m.role);
  const given = facts.permissions.filter((p) => isThem(p.granteeId)).flatMap((p) => p.rights);
  const is = (role: string) => roles.some((one) => one === role);
  const has = (right: string) => given.some((one) => one === right);
  let read = roles.length > 0 || has('read');
  let build = is('Admin') || is('Member') || is('Contributor') || has('build');
  let reshare = is('Admin') || is('Member') || has('reshare');
  let write = is('Admin') || is('Member') || is('Contributor');
  let owner = write && facts.item.createdBy === who.objectId;
  if (who.kind === 'guest') {
    reshare = false;
    owner = false;
    if (!who.mayEdit) {
      build = false;
      write = false;
    }
  }
  if (!read) {
    build = reshare = write = owner = read = false;
  }
  return Object.entries({ read, build, reshare, write, owner })
    .filter(([, isHeld]) => isHeld)
    .map(([right]) => right);
}

const rightsOf = (who: Holder, facts: RightsFacts): Right[] => effectiveRights(who, facts).map(({ right }) => right);

describe('effective rights', () => {
  test('are what a second, naive calculation finds', () => {
    fc.assert(
      fc.property(anyHolder, anyFacts, (who, facts) => {
        expect(rightsOf(who, facts)).toEqual(naive(who, facts));
      }),
      { numRuns: 3000 },
    );
  });

  test('do not depend on the order in which things were given, nor on what others were given', () => {
    fc.assert(
      fc.property(anyHolder, anyFacts, (who, facts) => {
        const ids = [who.objectId, ...who.groupIds];
        const turned: RightsFacts = {
          item: facts.item,
          memberships: facts.memberships.toReversed().filter((one) => ids.includes(one.principalId)),
          permissions: facts.permissions.toReversed().filter((one) => ids.includes(one.granteeId)),
        };
        expect(rightsOf(who, turned)).toEqual(rightsOf(who, facts));
      }),
    );
  });

  test('never shrink when something is given, and nothing but that is gained', () => {
    fc.assert(
      fc.property(anyHolder, anyFacts, anyPermission, (who, facts, more) => {
        const before = rightsOf(who, facts);
        const after = rightsOf(who, { ...facts, permissions: [...facts.permissions, more] });
        expect(before.every((right) => after.includes(right))).toBe(true);
        const mayGain: readonly Right[] = more.rights;
        const newOnes = after.filter((right) => !before.includes(right));
        // Rights that were on record and useless without `read` come with it.
        const latent = naive(
          { ...who },
          { ...facts, permissions: [...facts.permissions, { ...more, rights: ['read'] }] },
        );
        expect(newOnes.every((right) => mayGain.includes(right) || latent.includes(right))).toBe(true);
      }),
    );
  });

  test('each have a reason that alone would be on record for the holder or a group of theirs', () => {
    fc.assert(
      fc.property(anyHolder, anyFacts, (who, facts) => {
        const ids = [who.objectId, ...who.groupIds];
        for (const { because } of effectiveRights(who, facts)) {
          expect(because.length).toBeGreaterThan(0);
          for (const reason of because) {
            if (reason.kind !== 'owner') expect(ids).toContain(reason.principalId);
          }
        }
      }),
    );
  });

  test('H-03: a guest shares nothing on, whatever was given', () => {
    fc.assert(
      fc.property(anyHolder, anyFacts, (who, facts) => {
        const rights = rightsOf({ ...who, kind: 'guest' }, facts);
        expect(rights).not.toContain('reshare');
        expect(rights).not.toContain('owner');
      }),
    );
  });
});

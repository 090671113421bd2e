import type { Item, Membership, Permission } from '../catalog/ports.ts';
import type { ObjectId, WorkspaceId } from '../domain/ids.ts';
import type { Holder } from '../domain/principal.ts';
import { isAtLeast, RIGHTS, type Right, type WorkspaceRole } from '../domain/rights.ts';
import { ROLE_RIGHTS } from './role-rights.ts';

/** Why somebody holds a right. `principalId` is who was given it: they themselves, or a group that they are in. */
export type Reason =
  | {
      readonly kind: 'role';
      readonly role: WorkspaceRole;
      readonly workspaceId: WorkspaceId;
      readonly principalId: ObjectId;
    }
  | {
      readonly kind: 'permission';
      readonly source: Permission['source'];
      readonly principalId: ObjectId;
      readonly grantedBy: ObjectId;
      readonly grantedAt: string;
    }
  | { readonly kind: 'owner' };

/** One right with every reason for it, never none. */
export type HeldRight = { readonly right: Right; readonly because: readonly Reason[] };

/** What is on record about one item for the holder and the holder's groups. */
export type RightsFacts = {
  readonly item: Pick<Item, 'createdBy'>;
  readonly memberships: readonly Membership[];
  readonly permissions: readonly Permission[];
};

/**
 * Everything that the holder may do with the item, and why: by roles in its workspace, by permissions on the item, as
 * its owner. The one calculation: what it answers is granted, and what is explained is what it answers (H-05 to H-08).
 *
 * - Rights add up over all sources; nothing takes a right away but the rules for guests.
 * - The owner is who made the item, while they hold a role that may write there.
 * - A guest shares nothing on and owns nothing; one whom the tenant lets look only neither builds nor writes.
 * - Without `read` there is nothing.
 */
export function effectiveRights(who: Holder, facts: RightsFacts): readonly HeldRight[] {
  const ids = new Set(principalsOf(who));
  const because = new Map<Right, Reason[]>();
  const add = (right: Right, reason: Reason) => because.set(right, [...(because.get(right) ?? []), reason]);
  for (const { principalId, role, workspaceId } of facts.memberships) {
    if (!ids.has(principalId)) continue;
    for (const right of ROLE_RIGHTS[role]) add(right, { kind: 'role', role, workspaceId, principalId });
  }
  for (const { granteeId, rights, source, grantedBy, grantedAt } of facts.permissions) {
    if (!ids.has(granteeId)) continue;
    for (const right of rights)
      add(right, { kind: 'permission', source, principalId: granteeId, grantedBy, grantedAt });
  }
  if (facts.item.createdBy === who.objectId && because.has('write')) add('owner', { kind: 'owner' });
  const isHeld = (right: Right) => because.has(right) && mayHold(who, right);
  if (!isHeld('read')) return [];
  return RIGHTS.flatMap((right) => (isHeld(right) ? [{ right, because: because.get(right) ?? [] }] : []));
}

function mayHold(who: Holder, right: Right): boolean {
  if (who.kind !== 'guest' || right === 'read') return true;
  return who.mayEdit && (right === 'build' || right === 'write');
}

/** The role of a guest whom the tenant lets look only is a Viewer's, whatever it says. */
export function effectiveRole(who: Holder, memberships: readonly Membership[]): WorkspaceRole | undefined {
  const ids = new Set(principalsOf(who));
  const roles = memberships.filter(({ principalId }) => ids.has(principalId)).map(({ role }) => role);
  const highest = highestRole(roles);
  return highest === undefined || who.kind !== 'guest' || who.mayEdit ? highest : 'Viewer';
}

/** The highest of several roles, as one person holds them over all their groups. */
export function highestRole(roles: readonly WorkspaceRole[]): WorkspaceRole | undefined {
  return roles.reduce<WorkspaceRole | undefined>(
    (highest, role) => (highest === undefined || isAtLeast(role, highest) ? role : highest),
    undefined,
  );
}

/** The ids under which somebody may have been given something. */
export function principalsOf(who: Pick<Holder, 'objectId' | 'groupIds'>): readonly ObjectId[] {
  return [who.objectId, ...who.groupIds];
}

import { openSqliteMetadata } from '../../shared/adapters/sql/open-sqlite.ts';
import type { Activity } from '../../shared/audit/activity.ts';
import type { Act, Item, ItemId, Metadata } from '../../shared/catalog/ports.ts';
import { type ModelId, newId, type ObjectId, type TenantId, type WorkspaceId } from '../../shared/domain/ids.ts';
import type { Caller } from '../../shared/domain/principal.ts';
import type { ItemKind, WorkspaceRole } from '../../shared/domain/rights.ts';
import { createGreeter } from '../../shared/identity/greet-person.ts';

export const AT = '2026-03-01T12:00:00.000Z';

/** Metadata in memory, and people of one tenant who have signed in once. */
export async function openMetadata(now?: () => Date): Promise<Metadata> {
  return openSqliteMetadata({ file: ':memory:', ...(now === undefined ? {} : { now }) });
}

export async function person(
  metadata: Metadata,
  tenantId: TenantId,
  name: string,
  more: Partial<Caller> = {},
): Promise<Caller> {
  const caller: Caller = {
    kind: 'user',
    tenantId,
    objectId: newId<ObjectId>(),
    displayName: name,
    signInName: `${name.toLowerCase()}@contoso.example`,
    effectiveUserName: `${name.toLowerCase()}@contoso.example`,
    groupIds: [],
    mayEdit: true,
    isAdministrator: false,
    ...more,
  };
  await createGreeter(metadata, () => new Date(AT))(caller);
  return caller;
}

export async function workspace(
  metadata: Metadata,
  owner: Caller,
  members: readonly (readonly [Caller, WorkspaceRole])[] = [],
): Promise<WorkspaceId> {
  const id = newId<WorkspaceId>();
  await metadata.write(owner.tenantId, undefined, async ({ workspaces }) => {
    await workspaces.create({ id, name: `Workspace ${id}`, kind: 'shared', ownerId: owner.objectId, createdAt: AT });
    for (const [{ objectId, kind }, role] of [[owner, 'Admin'] as const, ...members]) {
      await workspaces.saveMember({ workspaceId: id, principalId: objectId, principalKind: kind, role });
    }
  });
  return id;
}

export async function item<I extends ItemId>(
  metadata: Metadata,
  owner: Caller,
  workspaceId: WorkspaceId,
  kind: ItemKind,
  modelId?: ModelId,
): Promise<I> {
  const id = newId<I>();
  const row: Item = {
    id,
    kind,
    workspaceId,
    name: `${kind} ${id}`,
    createdBy: owner.objectId,
    createdAt: AT,
    modifiedAt: AT,
    modelId,
  };
  await metadata.write(owner.tenantId, undefined, ({ items }) => items.create(row, '{}'));
  return id;
}

/** One request of the caller that changes something, as its transaction sees it. */
export function actOf(caller: Caller, activity: Activity | undefined): Act {
  return {
    once: { id: crypto.randomUUID(), expiresAt: AT },
    by: {
      objectId: caller.objectId,
      kind: caller.kind,
      signInName: caller.signInName,
      requestId: crypto.randomUUID(),
      clientIp: '192.0.2.1',
      userAgent: 'test',
    },
    activity,
  };
}

import { type People, personOr } from '../../shared/catalog/people-by-id.ts';
import type { SharingLink } from '../../shared/catalog/ports.ts';
import type * as Azimuth from '../../shared/contract/azimuth.ts';
import type { ObjectId, WorkspaceId } from '../../shared/domain/ids.ts';
import { TENANT_SETTINGS, type TenantSetting } from '../../shared/domain/tenant-settings.ts';
import type { Explanation, ShownRight } from '../../shared/sharing/explain-access.ts';
import type { SeenPermissions } from '../../shared/sharing/list-permissions.ts';
import { nameOf, personShape } from './azimuth-shapes.ts';

type Names = {
  readonly people: People;
  readonly workspaceName: (id: WorkspaceId) => string;
};

/** What may be done with an item and by whom, in the shapes of our own API. */
export function permissionsShape(seen: SeenPermissions): Azimuth.ItemPermissions {
  const names: Names = { people: seen.people, workspaceName: () => seen.workspaceName };
  const { id, kind, name } = seen.item;
  return {
    item: { id, kind, name },
    canManage: seen.canManage,
    mayGive: [...seen.mayGive],
    entries: seen.entries.map(({ principal, rights, isRemovable }) => ({
      principal: personShape(principal),
      rights: heldShapes(rights, principal.objectId, names),
      isRemovable,
    })),
    more: seen.more,
  };
}

export function explanationShape(explained: Explanation): Azimuth.AccessExplanation {
  const { person, model, people, workspaces } = explained;
  const names: Names = { people, workspaceName: (id) => workspaces.get(id) ?? '' };
  return {
    person: personShape(person),
    isEnabled: explained.isEnabled,
    rights: heldShapes(explained.rights, person.objectId, names),
    ...(model === undefined ? {} : { model: { ...model, rights: heldShapes(model.rights, person.objectId, names) } }),
    outcome: explained.outcome,
    notes: [...explained.notes],
  };
}

function heldShapes(held: readonly ShownRight[], subject: ObjectId, names: Names): Azimuth.HeldRight[] {
  return held.map(({ right, because }) => ({
    right,
    because: because.map((reason) => reasonShape(reason, subject, names)),
  }));
}

function reasonShape(
  reason: ShownRight['because'][number],
  subject: ObjectId,
  { people, workspaceName }: Names,
): Azimuth.Reason {
  if (reason.kind === 'owner' || reason.kind === 'hidden') return { kind: reason.kind };
  const isOwn = reason.principalId === subject;
  const through = isOwn ? {} : { through: personShape(personOr(people, reason.principalId, 'group')) };
  if (reason.kind === 'role') {
    return { kind: 'role', role: reason.role, workspaceName: workspaceName(reason.workspaceId), ...through };
  }
  const given = { grantedBy: nameOf(people, reason.grantedBy), grantedAt: reason.grantedAt };
  return reason.source === 'direct'
    ? { kind: 'direct', ...given, ...through }
    : { kind: 'link', linkId: reason.source, ...given };
}

/** A link's address leads to the page that redeems it. */
export function linkShape(link: SharingLink, people: People, publicUrl: string): Azimuth.Link {
  return {
    id: link.id,
    kind: link.kind,
    url: `${publicUrl}/links/${link.id}`,
    rights: [...link.rights],
    coversModel: link.coversModel,
    recipients: link.recipientIds.map((id) => personShape(personOr(people, id, 'user'))),
    createdBy: nameOf(people, link.createdBy),
    createdAt: link.createdAt,
  };
}

export function settingShape(setting: TenantSetting, people: People): Azimuth.TenantSettingShape {
  const groups = (ids: readonly ObjectId[]) => ids.map((id) => personShape(personOr(people, id, 'group')));
  return {
    name: setting.name,
    title: TENANT_SETTINGS[setting.name].title,
    isOn: setting.isOn,
    onlyFor: groups(setting.onlyFor),
    exceptFor: groups(setting.exceptFor),
  };
}

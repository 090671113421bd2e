import { findPrincipal } from '../catalog/find-principal.ts';
import type { RoleMember, RoleMemberStore } from '../catalog/ports.ts';
import type { ModelId, TenantId } from '../domain/ids.ts';
import { fewAtOnce } from '../engine/few-at-once.ts';
import type { Directory, Person } from '../identity/ports.ts';
import type { Role } from '../model/tabular-model.ts';

/** A name in a role of a definition that binds nobody here. */
export type UnboundMember = { readonly role: string; readonly name: string; readonly why: string };

/** Who the names in the roles of a definition are in the publisher's tenant. */
export type FoundMembers = {
  readonly roles: readonly {
    readonly name: string;
    /** Whether the definition names anybody at all. */
    readonly namesMembers: boolean;
    readonly members: readonly Omit<RoleMember, 'role'>[];
  }[];
  readonly people: readonly Person[];
  readonly unbound: readonly UnboundMember[];
};

const NOT_FOUND = 'The directory of your organisation has nobody by this name.';
const NO_APPLICATION = 'An application cannot be a member of a role.';

/**
 * Looks up the names in a definition's roles. The ids that the definition has with them may be of another tenant, and
 * count only where this tenant has somebody of that id. Throws `upstream-unavailable` where the directory is silent.
 */
export async function findRoleMembers(
  directory: Pick<Directory, 'find' | 'findByName'>,
  tenantId: TenantId,
  roles: readonly Role[],
): Promise<FoundMembers> {
  const named = roles.flatMap(({ name: role, members }) => members.map((member) => ({ role, ...member })));
  const texts = [
    ...new Set(named.flatMap(({ name, objectId }) => (objectId === undefined ? [name] : [name, objectId]))),
  ];
  const answers = await fewAtOnce(texts, (text) => findPrincipal(directory, tenantId, text));
  const found = new Map(texts.map((text, index) => [text, answers[index]]));
  const looked = named.map(({ role, name, objectId }) => ({
    role,
    name,
    person: found.get(name) ?? (objectId === undefined ? undefined : found.get(objectId)),
  }));
  const bound = looked.flatMap(({ role, person }) =>
    person === undefined || person.kind === 'service' ? [] : [{ role, person }],
  );
  return {
    roles: roles.map(({ name, members }) => ({
      name,
      namesMembers: members.length > 0,
      members: bound
        .filter(({ role }) => role === name)
        .map(({ person }) => ({ memberId: person.objectId, memberKind: person.kind })),
    })),
    people: [...new Map(bound.map(({ person }) => [person.objectId, person])).values()],
    unbound: looked.flatMap(({ role, name, person }): UnboundMember[] => {
      if (person === undefined) return [{ role, name, why: NOT_FOUND }];
      return person.kind === 'service' ? [{ role, name, why: NO_APPLICATION }] : [];
    }),
  };
}

/**
 * The roles of the new definition with their members: those that the definition names, or else those that the role of
 * that name had before. Members of roles that are gone go with them.
 */
export async function saveRoleMembers(
  store: RoleMemberStore,
  modelId: ModelId,
  { roles }: FoundMembers,
): Promise<void> {
  const before = await store.ofModel(modelId);
  await store.removeOfModel(modelId);
  for (const { name, namesMembers, members } of roles) {
    const own = before.filter(({ role }) => role.toLowerCase() === name.toLowerCase());
    await store.replace(modelId, name, namesMembers ? members : own);
  }
}

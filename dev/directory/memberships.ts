import type { DirectoryTenant } from './directory-changes.ts';

/** Every group that something is in, also through other groups; groups that hold each other end nowhere. */
export function groupsOf(tenant: DirectoryTenant, objectId: string): readonly string[] {
  const found = new Set<string>();
  const open = [objectId];
  for (let member = open.pop(); member !== undefined; member = open.pop()) {
    for (const group of tenant.groups) {
      if (found.has(group.objectId) || !group.members.includes(member)) continue;
      found.add(group.objectId);
      open.push(group.objectId);
    }
  }
  return [...found];
}

/** What a tenant has under this object id. */
export type DirectoryObject = 'user' | 'group' | 'servicePrincipal';

export function kindOf(tenant: DirectoryTenant, objectId: string): DirectoryObject | undefined {
  const has = (all: readonly { readonly objectId: string }[]): boolean => all.some((one) => one.objectId === objectId);
  if (has(tenant.users)) return 'user';
  if (has(tenant.groups)) return 'group';
  return has(tenant.servicePrincipals) ? 'servicePrincipal' : undefined;
}

import { randomUUID } from 'node:crypto';
import type { SampleGroup, SampleServicePrincipal } from '../idp/sample-directory.ts';
import {
  type DirectoryChanges,
  type DirectoryTenant,
  type DirectoryUser,
  directoryOf,
  NO_CHANGES,
  type UserChange,
} from './directory-changes.ts';

/**
 * The one directory of a local stack: the identity provider signs in by it, and the stand-in of Microsoft Graph shows
 * and changes it. Every change is seen by the next call of either.
 */
export type LocalDirectory = {
  tenants(): readonly DirectoryTenant[];
  /** By id, domain or short name. */
  tenant(text: string): DirectoryTenant | undefined;
  /** By sign-in name or object id. */
  user(nameOrId: string): { readonly tenant: DirectoryTenant; readonly user: DirectoryUser } | undefined;
  /** By client id or name. */
  servicePrincipal(
    nameOrId: string,
  ): { readonly tenant: DirectoryTenant; readonly principal: SampleServicePrincipal } | undefined;
  /** The caller has made sure that the person is there. */
  changeUser(objectId: string, change: UserChange): void;
  /** A new guest, whose sign-in name is made from the address as Entra makes it. */
  addGuest(tenant: DirectoryTenant, mail: string): DirectoryUser;
  addGroup(tenant: DirectoryTenant, displayName: string, mail: string): SampleGroup;
  /** Replaces all members of a group. */
  setMembers(groupId: string, members: readonly string[]): void;
};

/** A directory that begins with these changes and hands each new state to `keep` before it is seen. */
export function createLocalDirectory(
  begin: DirectoryChanges = NO_CHANGES,
  keep: (changes: DirectoryChanges) => void = () => undefined,
): LocalDirectory {
  let changes = begin;
  let tenants = directoryOf(changes);

  function become(next: DirectoryChanges): void {
    keep(next);
    changes = next;
    tenants = directoryOf(next);
  }

  function user(nameOrId: string): ReturnType<LocalDirectory['user']> {
    const wanted = nameOrId.toLowerCase();
    for (const tenant of tenants) {
      const found = tenant.users.find((one) => one.objectId === wanted || one.signInName.toLowerCase() === wanted);
      if (found !== undefined) return { tenant, user: found };
    }
    return undefined;
  }

  return {
    tenants: () => tenants,
    tenant(text) {
      const wanted = text.toLowerCase();
      return tenants.find(({ tenantId, domain, name }) => [tenantId, domain, name].includes(wanted));
    },
    user,
    servicePrincipal(nameOrId) {
      const wanted = nameOrId.toLowerCase();
      for (const tenant of tenants) {
        const principal = tenant.servicePrincipals.find((one) => one.clientId === wanted || one.name === wanted);
        if (principal !== undefined) return { tenant, principal };
      }
      return undefined;
    },
    changeUser(objectId, change) {
      const users = { ...changes.users, [objectId]: { ...changes.users[objectId], ...change } };
      become({ ...changes, users });
    },
    addGuest({ tenantId, domain }, mail) {
      const signInName = `${mail.replace('@', '_')}#EXT#@${domain}`;
      const known = user(signInName);
      if (known !== undefined) return known.user;
      become({ ...changes, guests: [...changes.guests, { tenantId, objectId: randomUUID(), signInName, mail }] });
      const made = user(signInName);
      if (made === undefined) throw new Error('the guest was not added');
      return made.user;
    },
    addGroup({ tenantId }, displayName, mail) {
      const group = { tenantId, objectId: randomUUID(), displayName, mail };
      become({ ...changes, groups: [...changes.groups, group] });
      return { objectId: group.objectId, displayName, mail, members: [] };
    },
    setMembers(groupId, members) {
      become({ ...changes, members: { ...changes.members, [groupId]: [...members] } });
    },
  };
}

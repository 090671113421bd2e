import { z } from 'zod';
import { SAMPLE_TENANTS, type SampleGroup, type SampleTenant, type SampleUser } from '../idp/sample-directory.ts';

/** A person of the local directory as it stands now. */
export type DirectoryUser = SampleUser & {
  readonly isEnabled: boolean;
  /** Sign-ins before this moment are void; ISO 8601, whole seconds as Entra writes them. */
  readonly sessionsValidFrom: string | undefined;
};

/** A tenant of the local directory as it stands now. */
export type DirectoryTenant = Omit<SampleTenant, 'users'> & { readonly users: readonly DirectoryUser[] };

/** What was changed of the samples: this is kept, and the samples are not. Keys are object ids. */
export const DirectoryChanges = z.strictObject({
  users: z.record(
    z.string(),
    z.strictObject({
      displayName: z.string().optional(),
      signInName: z.string().optional(),
      mail: z.string().optional(),
      isEnabled: z.boolean().optional(),
      sessionsValidFrom: z.string().optional(),
    }),
  ),
  guests: z.array(
    z.strictObject({ tenantId: z.string(), objectId: z.string(), signInName: z.string(), mail: z.string() }),
  ),
  groups: z.array(
    z.strictObject({ tenantId: z.string(), objectId: z.string(), displayName: z.string(), mail: z.string() }),
  ),
  /** All members of each group whose members were changed. */
  members: z.record(z.string(), z.array(z.string())),
});
export type DirectoryChanges = Readonly<z.infer<typeof DirectoryChanges>>;
export type UserChange = DirectoryChanges['users'][string];

export const NO_CHANGES: DirectoryChanges = { users: {}, guests: [], groups: [], members: {} };

/** The samples with everything applied that was changed. */
export function directoryOf(changes: DirectoryChanges): readonly DirectoryTenant[] {
  return SAMPLE_TENANTS.map((tenant) => {
    const isHere = ({ tenantId }: { readonly tenantId: string }): boolean => tenantId === tenant.tenantId;
    const guests = changes.guests.filter(isHere).map(guestUser);
    const added = changes.groups.filter(isHere).map((group) => ({ ...group, members: [] }));
    return {
      ...tenant,
      users: [...tenant.users, ...guests].map((user) => changedUser(user, changes.users[user.objectId] ?? {})),
      groups: [...tenant.groups, ...added].map(
        ({ objectId, displayName, mail, members }): SampleGroup => ({
          objectId,
          displayName,
          mail,
          members: changes.members[objectId] ?? members,
        }),
      ),
    };
  });
}

function guestUser({ objectId, signInName, mail }: DirectoryChanges['guests'][number]): SampleUser {
  return { objectId, signInName, mail, displayName: mail, purpose: 'Guest', isGuest: true, isAdministrator: false };
}

function changedUser(user: SampleUser, change: UserChange): DirectoryUser {
  return {
    ...user,
    displayName: change.displayName ?? user.displayName,
    signInName: change.signInName ?? user.signInName,
    mail: change.mail ?? user.mail,
    isEnabled: change.isEnabled ?? true,
    sessionsValidFrom: change.sessionsValidFrom,
  };
}

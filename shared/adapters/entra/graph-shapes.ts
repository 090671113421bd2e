import { z } from 'zod';
import { type ObjectId, parseId } from '../../domain/ids.ts';
import type { Account, Person } from '../../identity/ports.ts';

const Id = z.string().transform((text, context): ObjectId => {
  const id = parseId<ObjectId>(text);
  if (id !== undefined) return id;
  context.addIssue({ code: 'custom', message: 'is not a GUID' });
  return z.NEVER;
});
const Name = z
  .string()
  .nullish()
  .transform((text) => text ?? '');

/** What is read of Graph's answers; everything else in them is ignored. */
export const GraphUser = z.object({
  id: Id,
  displayName: Name,
  userPrincipalName: z.string(),
  userType: z.string().nullish(),
});
export const GraphAccount = GraphUser.extend({
  accountEnabled: z.boolean(),
  signInSessionsValidFromDateTime: z.iso.datetime({ offset: true }).nullish(),
});
export const GraphServicePrincipal = z.object({ id: Id, displayName: Name, accountEnabled: z.boolean() });
export const GraphNamed = z.object({ id: Id, displayName: Name });
export const GraphObject = GraphNamed.extend({ '@odata.type': z.string() });
export const GraphIds = z.object({ value: z.array(Id) });
export const GraphInvitation = z.object({ invitedUser: z.object({ id: Id }) });
export const GraphUsers = z.object({ value: z.array(GraphUser) });
export const GraphNamedList = z.object({ value: z.array(GraphNamed) });

/** The members of a user that are asked for. */
export const USER_FIELDS = 'id,displayName,userPrincipalName,userType';
export const ACCOUNT_FIELDS = `${USER_FIELDS},accountEnabled,signInSessionsValidFromDateTime`;

export function personOf(user: z.infer<typeof GraphUser>): Person {
  return {
    objectId: user.id,
    displayName: user.displayName === '' ? user.userPrincipalName : user.displayName,
    signInName: user.userPrincipalName,
    kind: user.userType === 'Guest' ? 'guest' : 'user',
  };
}

export function accountOf(user: z.infer<typeof GraphAccount>): Account {
  return {
    ...personOf(user),
    isEnabled: user.accountEnabled,
    sessionsValidFrom: user.signInSessionsValidFromDateTime ?? undefined,
  };
}

/** A group or an application: it has a name to show and none to sign in with. */
export function namedOf(object: z.infer<typeof GraphNamed>, kind: 'group' | 'service'): Person {
  return { objectId: object.id, displayName: object.displayName, signInName: '', kind };
}

export function serviceAccountOf(principal: z.infer<typeof GraphServicePrincipal>): Account {
  return { ...namedOf(principal, 'service'), isEnabled: principal.accountEnabled, sessionsValidFrom: undefined };
}

import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { DirectoryUser } from '../directory/directory-changes.ts';
import { kindOf } from '../directory/memberships.ts';
import { json, type Reply } from '../idp/reply.ts';
import type { SampleGroup } from '../idp/sample-directory.ts';
import { graphGroup } from './graph-objects.ts';
import { GraphRefusal, NO_CONTENT } from './graph-reply.ts';
import type { GraphRequest } from './graph-request.ts';
import { objectIdOf } from './read-operations.ts';

/** Timers may fire a little early. */
const TIMER_SLACK_MS = 5;

const UserPatch = z.strictObject({
  accountEnabled: z.boolean().optional(),
  displayName: z.string().min(1).optional(),
  userPrincipalName: z.string().includes('@').optional(),
  mail: z.string().nullable().optional(),
});
const NewGroup = z.object({ displayName: z.string().min(1), mail: z.string().optional() });
const MemberReference = z.strictObject({ '@odata.id': z.string() });
const Invitation = z.object({ invitedUserEmailAddress: z.email(), inviteRedirectUrl: z.url() });

/** PATCH /users/{id}. */
export function changeUser({ tenant, directory, body }: GraphRequest, id: string): Reply {
  const { objectId } = userOf({ tenant }, id);
  const patch = read(UserPatch, body);
  const other = patch.userPrincipalName === undefined ? undefined : directory.user(patch.userPrincipalName);
  if (other !== undefined && other.user.objectId !== objectId) throw new GraphRefusal('name-taken');
  directory.changeUser(objectId, {
    ...(patch.accountEnabled === undefined ? {} : { isEnabled: patch.accountEnabled }),
    ...(patch.displayName === undefined ? {} : { displayName: patch.displayName }),
    ...(patch.userPrincipalName === undefined ? {} : { signInName: patch.userPrincipalName }),
    ...(patch.mail === undefined ? {} : { mail: patch.mail ?? '' }),
  });
  return NO_CONTENT;
}

/**
 * POST /users/{id}/revokeSignInSessions. The moment is written in whole seconds, as `iat` is; the answer waits for that
 * second, so that every earlier token is older and every later one is not.
 */
export async function revokeSessions({ tenant, directory, now }: GraphRequest, id: string): Promise<Reply> {
  const { objectId } = userOf({ tenant }, id);
  const time = now().getTime();
  const validFrom = Math.floor(time / 1000) * 1000 + 1000;
  directory.changeUser(objectId, { sessionsValidFrom: new Date(validFrom).toISOString().replace('.000Z', 'Z') });
  await pause(validFrom - time + TIMER_SLACK_MS);
  return json(200, { value: true });
}

/** POST /groups. */
export function addGroup({ tenant, directory, body }: GraphRequest): Reply {
  const { displayName, mail = '' } = read(NewGroup, body);
  return json(201, graphGroup(directory.addGroup(tenant, displayName, mail)));
}

/** POST /groups/{id}/members/$ref. */
export function addMember({ tenant, directory, body }: GraphRequest, id: string): Reply {
  const group = groupOf({ tenant }, id);
  const { '@odata.id': reference } = read(MemberReference, body);
  const member = objectIdOf(reference.slice(reference.lastIndexOf('/') + 1));
  if (kindOf(tenant, member) === undefined) throw new GraphRefusal('not-found');
  if (group.members.includes(member)) throw new GraphRefusal('member-there');
  directory.setMembers(group.objectId, [...group.members, member]);
  return NO_CONTENT;
}

/** DELETE /groups/{id}/members/{member}/$ref. */
export function removeMember({ tenant, directory }: GraphRequest, id: string, member: string): Reply {
  const group = groupOf({ tenant }, id);
  const gone = objectIdOf(member);
  if (!group.members.includes(gone)) throw new GraphRefusal('not-found');
  directory.setMembers(
    group.objectId,
    group.members.filter((one) => one !== gone),
  );
  return NO_CONTENT;
}

/** POST /invitations: the guest is there at once. */
export function invite({ tenant, directory, body }: GraphRequest): Reply {
  const { invitedUserEmailAddress, inviteRedirectUrl } = read(Invitation, body);
  const { objectId } = directory.addGuest(tenant, invitedUserEmailAddress);
  const invitedUser = { id: objectId };
  return json(201, { status: 'PendingAcceptance', invitedUserEmailAddress, inviteRedirectUrl, invitedUser });
}

function userOf({ tenant }: Pick<GraphRequest, 'tenant'>, id: string): DirectoryUser {
  const found = tenant.users.find(({ objectId }) => objectId === objectIdOf(id));
  if (found === undefined) throw new GraphRefusal('not-found');
  return found;
}

function groupOf({ tenant }: Pick<GraphRequest, 'tenant'>, id: string): SampleGroup {
  const found = tenant.groups.find(({ objectId }) => objectId === objectIdOf(id));
  if (found === undefined) throw new GraphRefusal('not-found');
  return found;
}

function read<S extends z.ZodType>(shape: S, body: unknown): z.infer<S> {
  const parsed = shape.safeParse(body);
  if (!parsed.success) throw new GraphRefusal('body-invalid');
  return parsed.data;
}

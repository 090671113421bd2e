import { heldRightsOn } from '../access/authorise.ts';
import type { HeldRight, Reason } from '../access/effective-rights.ts';
import { type People, peopleById } from '../catalog/people-by-id.ts';
import type { Item, Metadata, Stores } from '../catalog/ports.ts';
import { Fault } from '../domain/faults.ts';
import type { ItemGrant } from '../domain/grants.ts';
import type { ObjectId, WorkspaceId } from '../domain/ids.ts';
import type { Caller } from '../domain/principal.ts';
import type { Right } from '../domain/rights.ts';
import type { Person } from '../identity/ports.ts';
import { notesOn, withoutGuestRules } from './explain-notes.ts';
import { callerAsSubject, findSubject, type Subject } from './explain-subject.ts';
import type { SharingDeps } from './recipients.ts';

/** A right whose reasons the asker may not see has the one reason `hidden`. */
export type ShownRight = { readonly right: Right; readonly because: readonly (Reason | { readonly kind: 'hidden' })[] };

export type Explanation = {
  readonly person: Person;
  readonly isEnabled: boolean;
  readonly rights: readonly HeldRight[];
  /** For a report; its name and the reasons for the rights on it only where the asker may read it. */
  readonly model:
    | { readonly id: Item['id']; readonly name: string; readonly rights: readonly ShownRight[] }
    | undefined;
  readonly outcome: 'open' | 'noData' | 'closed';
  readonly notes: readonly string[];
  readonly people: People;
  readonly workspaces: ReadonlyMap<WorkspaceId, string>;
};

/**
 * What somebody may do with an item and why, by the calculation that grants it. Every reader may ask about themselves;
 * to ask about others takes the right to change the item. Throws `not-found` for whom the directory does not know, and
 * to a guest for everybody who is on record neither for the item nor in its workspace: guests do not search the directory.
 */
export async function explainAccess(
  deps: Pick<SharingDeps, 'metadata' | 'directory'>,
  caller: Caller,
  grant: ItemGrant,
  about: ObjectId | 'me',
): Promise<Explanation> {
  const isSelf = about === 'me' || about === caller.objectId;
  if (!isSelf && !grant.rights.includes('write')) {
    throw new Fault('not-permitted', { what: 'ask what others may do with it without the right to write' });
  }
  if (!isSelf && caller.kind === 'guest') await requireOnRecord(deps.metadata, grant, about);
  const subject = isSelf ? await callerAsSubject(deps.metadata, caller) : await findSubject(deps, caller, about);
  return deps.metadata.read(grant.tenantId, (stores) => explain(stores, caller, grant, subject));
}

async function requireOnRecord(metadata: Metadata, grant: ItemGrant, about: ObjectId): Promise<void> {
  const isOnRecord = await metadata.read(grant.tenantId, async ({ permissions, workspaces }) => {
    const given = await permissions.find(grant.id, [about]);
    return given.length > 0 || (await workspaces.membershipsOf(grant.workspaceId, [about])).length > 0;
  });
  if (!isOnRecord) throw new Fault('not-found', { what: 'person' });
}

async function explain(stores: Stores, caller: Caller, grant: ItemGrant, subject: Subject): Promise<Explanation> {
  const item = await stores.items.find(grant.id);
  if (item === undefined) throw new Fault('not-found', { what: 'item' });
  const rights = await heldRightsOn(stores, subject.holder, item);
  const model =
    item.kind === 'report' && item.modelId !== undefined ? await stores.items.find(item.modelId) : undefined;
  const modelRights = model === undefined ? [] : await heldRightsOn(stores, subject.holder, model);
  const onRecord = await heldRightsOn(stores, withoutGuestRules(subject.holder), item);
  const isSeen = model !== undefined && (await heldRightsOn(stores, caller, model)).length > 0;
  return {
    person: subject.person,
    isEnabled: subject.isEnabled,
    rights,
    model: model && {
      id: model.id,
      name: isSeen ? model.name : '',
      rights: isSeen ? modelRights : modelRights.map(({ right }) => ({ right, because: [{ kind: 'hidden' }] })),
    },
    outcome: outcomeOf(subject, rights, model === undefined ? undefined : modelRights),
    notes: notesOn(subject, rights, onRecord),
    ...(await namesIn(stores, [...rights, ...(isSeen ? modelRights : [])])),
  };
}

/** `modelRights` are undefined for what has no model of its own to read. */
function outcomeOf(
  subject: Subject,
  rights: readonly HeldRight[],
  modelRights: readonly HeldRight[] | undefined,
): Explanation['outcome'] {
  const isLetIn = subject.isEnabled && subject.isGuestLetIn && subject.isApplicationLetIn;
  if (!isLetIn || rights.length === 0) return 'closed';
  return modelRights !== undefined && modelRights.length === 0 ? 'noData' : 'open';
}

/** Everybody and every workspace that the reasons name. */
async function namesIn(
  stores: Stores,
  held: readonly HeldRight[],
): Promise<Pick<Explanation, 'people' | 'workspaces'>> {
  const reasons = held.flatMap(({ because }) => because);
  const ids = reasons.flatMap((reason) => {
    if (reason.kind === 'owner') return [];
    return reason.kind === 'permission' ? [reason.principalId, reason.grantedBy] : [reason.principalId];
  });
  const workspaces = new Map<WorkspaceId, string>();
  for (const reason of reasons) {
    if (reason.kind !== 'role' || workspaces.has(reason.workspaceId)) continue;
    workspaces.set(reason.workspaceId, (await stores.workspaces.find(reason.workspaceId))?.name ?? '');
  }
  return { people: await peopleById(stores, ids), workspaces };
}

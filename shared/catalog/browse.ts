import { principalsOf } from '../access/authorise.ts';
import type { TenantGrant, WorkspaceGrant } from '../domain/grants.ts';
import type { ObjectId } from '../domain/ids.ts';
import type { Caller } from '../domain/principal.ts';
import type { Person } from '../identity/ports.ts';
import type { Item, ShareRow, Stores } from './ports.ts';
import { listWorkspaces, type SeenWorkspace } from './workspaces.ts';

const RECENT_ITEMS = 12;

export type SharedItem = { readonly item: Item; readonly share: ShareRow };
export type People = ReadonlyMap<ObjectId, Person>;

/** What the first screen shows: workspaces, what is new in them, what others shared. */
export async function openHome(
  stores: Stores,
  caller: Caller,
): Promise<{
  readonly workspaces: readonly SeenWorkspace[];
  readonly recent: readonly Item[];
  readonly shared: readonly SharedItem[];
  readonly people: People;
}> {
  const workspaces = await listWorkspaces(stores, caller);
  const items = await stores.items.recent(
    workspaces.map((seen) => seen.workspace.id),
    2 * RECENT_ITEMS,
  );
  // A model is opened through its reports.
  const recent = items.filter((item) => item.kind !== 'model').slice(0, RECENT_ITEMS);
  const shared = await listShared(stores, caller);
  const people = await peopleOf(stores, recent, shared);
  return { workspaces, recent, shared, people };
}

/** Items that somebody shared with the caller, newest share first. */
export async function listShared(stores: Stores, caller: Caller): Promise<readonly SharedItem[]> {
  const shares = await stores.shares.ofGrantees(principalsOf(caller));
  const items = await Promise.all(
    shares.map(async (share) => ({ share, item: await stores.items.find(share.itemId) })),
  );
  return items
    .flatMap(({ share, item }) => (item === undefined ? [] : [{ share, item }]))
    .toSorted((a, b) => b.share.grantedAt.localeCompare(a.share.grantedAt));
}

/** Everything in one workspace, newest first. */
export async function listItems(
  stores: Stores,
  grant: WorkspaceGrant,
): Promise<{ readonly items: readonly Item[]; readonly people: People }> {
  const items = (await stores.items.inWorkspace(grant.workspaceId)).toSorted((a, b) =>
    b.modifiedAt.localeCompare(a.modifiedAt),
  );
  return { items, people: await peopleOf(stores, items, []) };
}

export async function searchPeople(stores: Stores, _grant: TenantGrant, text: string): Promise<readonly Person[]> {
  return stores.people.search(text, 10);
}

export async function peopleOf(stores: Stores, items: readonly Item[], shared: readonly SharedItem[]): Promise<People> {
  const ids = [
    ...items.map((item) => item.createdBy),
    ...shared.flatMap(({ item, share }) => [item.createdBy, share.grantedBy]),
  ];
  const people = await stores.people.findMany([...new Set(ids)]);
  return new Map(people.map((person) => [person.objectId, person]));
}

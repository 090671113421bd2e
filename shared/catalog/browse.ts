import { principalsOf } from '../access/effective-rights.ts';
import { type IsEnabled, type Lenders, lendersOf, withoutDisabledLenders } from '../access/lenders.ts';
import type { TenantGrant, WorkspaceGrant } from '../domain/grants.ts';
import type { Caller } from '../domain/principal.ts';
import type { Directory, Person } from '../identity/ports.ts';
import { type People, peopleById } from './people-by-id.ts';
import type { Item, ItemId, Metadata, Permission, Stores } from './ports.ts';
import { listWorkspaces, type SeenWorkspace } from './workspaces.ts';

const RECENT_ITEMS = 12;
const FOUND_PEOPLE = 10;

export type BrowseDeps = { readonly metadata: Pick<Metadata, 'read'>; readonly isEnabled: IsEnabled };

export type SharedItem = {
  readonly item: Item;
  readonly permission: Permission;
  /** Whose *My workspace* it lies in. */
  readonly lenders: Lenders;
};

type Home = {
  readonly workspaces: readonly SeenWorkspace[];
  readonly recent: readonly Item[];
  readonly shared: readonly SharedItem[];
  readonly people: People;
};

/** What the first screen shows: workspaces, what is new in them, what others shared and still lend. */
export async function openHome({ metadata, isEnabled }: BrowseDeps, caller: Caller): Promise<Home> {
  const home = await metadata.read(caller.tenantId, (stores) => homeOf(stores, caller));
  return { ...home, shared: await withoutDisabledLenders(isEnabled, caller.tenantId, home.shared) };
}

async function homeOf(stores: Stores, caller: Caller): Promise<Home> {
  const workspaces = await listWorkspaces(stores, caller);
  const items = await stores.items.recent(
    workspaces.map((seen) => seen.workspace.id),
    2 * RECENT_ITEMS,
  );
  // A model is opened through its reports.
  const recent = items.filter((item) => item.kind !== 'model').slice(0, RECENT_ITEMS);
  const shared = await sharedWith(stores, caller);
  const people = await peopleOf(stores, recent, shared);
  return { workspaces, recent, shared, people };
}

/**
 * Reports and dashboards that the caller was given, themselves or through a group or a link: each once, by the newest
 * permission, and the newest first. A model is no item to open. What lies in the *My workspace* of somebody whose account
 * is disabled is not among them (H-10).
 */
export async function listShared(
  { metadata, isEnabled }: BrowseDeps,
  caller: Caller,
): Promise<{ readonly shared: readonly SharedItem[]; readonly people: People }> {
  const { shared, people } = await metadata.read(caller.tenantId, async (stores) => {
    const found = await sharedWith(stores, caller);
    return { shared: found, people: await peopleOf(stores, [], found) };
  });
  return { shared: await withoutDisabledLenders(isEnabled, caller.tenantId, shared), people };
}

async function sharedWith(stores: Stores, caller: Caller): Promise<readonly SharedItem[]> {
  const newest = new Map<ItemId, Permission>();
  const readable = (await stores.permissions.ofGrantees(principalsOf(caller))).filter(({ rights }) =>
    rights.includes('read'),
  );
  for (const permission of readable.toSorted((a, b) => a.grantedAt.localeCompare(b.grantedAt))) {
    newest.set(permission.itemId, permission);
  }
  const items = (await stores.items.findMany([...newest.keys()])).filter(({ kind }) => kind !== 'model');
  const places = items.map(({ workspaceId }) => workspaceId);
  const lenders = await lendersOf(stores, caller, places);
  return items
    .flatMap((item) => {
      const permission = newest.get(item.id);
      const lender = lenders.get(item.workspaceId);
      return permission === undefined ? [] : [{ item, permission, lenders: lender === undefined ? [] : [lender] }];
    })
    .toSorted(
      (a, b) => b.permission.grantedAt.localeCompare(a.permission.grantedAt) || a.item.id.localeCompare(b.item.id),
    );
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

/** People, groups and applications of the caller's directory whose names begin with the text. */
export async function searchPeople(directory: Directory, grant: TenantGrant, text: string): Promise<readonly Person[]> {
  return text === '' ? [] : directory.search(grant.tenantId, text, FOUND_PEOPLE);
}

async function peopleOf(stores: Stores, items: readonly Item[], shared: readonly SharedItem[]): Promise<People> {
  return peopleById(stores, [
    ...items.map((item) => item.createdBy),
    ...shared.flatMap(({ item, permission }) => [item.createdBy, permission.grantedBy]),
  ]);
}

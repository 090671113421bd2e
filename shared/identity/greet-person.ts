import type { Metadata, Stores } from '../catalog/ports.ts';
import { newId, type WorkspaceId } from '../domain/ids.ts';
import type { Caller } from '../domain/principal.ts';
import type { Person } from './ports.ts';

const MOST_REMEMBERED = 50_000;

/**
 * Makes the caller known: their names in SQL, for lists, and a *My workspace* of their own. Called for each request and
 * cheap after the first, since what this instance has seen is remembered until the names change.
 */
export function createGreeter(metadata: Metadata, now: () => Date): (caller: Caller) => Promise<void> {
  const greeted = new Map<string, string>();
  return async (caller) => {
    const key = `${caller.tenantId}/${caller.objectId}`;
    const names = `${caller.displayName}\n${caller.signInName}`;
    if (greeted.get(key) === names) return;
    const isKnown = await metadata.read(caller.tenantId, (stores) => isGreeted(stores, caller));
    if (!isKnown) await greet(metadata, caller, now().toISOString());
    if (greeted.size > MOST_REMEMBERED) greeted.clear();
    greeted.set(key, names);
  };
}

async function isGreeted({ people, workspaces }: Stores, caller: Caller): Promise<boolean> {
  const before = await people.find(caller.objectId);
  if (before?.displayName !== caller.displayName || before.signInName !== caller.signInName) return false;
  return before.kind === caller.kind && (await workspaces.findPersonal(caller.objectId)) !== undefined;
}

async function greet(metadata: Metadata, caller: Caller, at: string): Promise<void> {
  const { objectId, displayName, signInName, kind } = caller;
  const person: Person = { objectId, displayName, signInName, kind };
  await metadata.write(caller.tenantId, undefined, async (stores) => {
    await stores.people.save(person, at);
    if ((await stores.workspaces.findPersonal(objectId)) !== undefined) return;
    const id = newId<WorkspaceId>();
    await stores.workspaces.create({ id, name: 'My workspace', kind: 'personal', ownerId: objectId, createdAt: at });
    await stores.workspaces.saveMember({ workspaceId: id, principalId: objectId, principalKind: kind, role: 'Admin' });
  });
}

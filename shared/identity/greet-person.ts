import type { Metadata } from '../catalog/ports.ts';
import { newId, type WorkspaceId } from '../domain/ids.ts';
import type { Caller } from '../domain/principal.ts';

/**
 * Makes the caller known: name and sign-in name in SQL, and a *My workspace* of their own. Called for each request and
 * cheap after the first, since what this instance has written is remembered until the names change.
 */
export function createGreeter(metadata: Metadata, now: () => Date): (caller: Caller) => Promise<void> {
  const greeted = new Map<string, string>();
  return async (caller) => {
    const key = `${caller.tenantId}/${caller.objectId}`;
    const names = `${caller.displayName}\n${caller.signInName}`;
    if (greeted.get(key) === names) return;
    await greet(metadata, caller, now().toISOString());
    if (greeted.size > 50_000) greeted.clear();
    greeted.set(key, names);
  };
}

async function greet(metadata: Metadata, caller: Caller, at: string): Promise<void> {
  const isGuest = caller.signInName.toUpperCase().includes('#EXT#');
  const kind = caller.kind === 'service' ? 'service' : isGuest ? 'guest' : 'user';
  await metadata.write(caller.tenantId, undefined, async (stores) => {
    const { objectId, displayName, signInName } = caller;
    await stores.people.save({ objectId, displayName, signInName, kind }, at);
    if ((await stores.workspaces.findPersonal(objectId)) !== undefined) return;
    const id = newId<WorkspaceId>();
    await stores.workspaces.create({ id, name: 'My workspace', kind: 'personal', ownerId: objectId, createdAt: at });
    await stores.workspaces.saveMember({
      workspaceId: id,
      principalId: objectId,
      principalKind: caller.kind === 'service' ? 'App' : 'User',
      role: 'Admin',
    });
  });
}

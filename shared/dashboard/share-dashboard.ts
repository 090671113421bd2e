import type { Metadata, Once, ShareRow, Stores } from '../catalog/ports.ts';
import { Fault } from '../domain/faults.ts';
import type { DashboardGrant } from '../domain/grants.ts';
import type { ObjectId } from '../domain/ids.ts';
import type { Caller } from '../domain/principal.ts';
import type { Person } from '../identity/ports.ts';

export type SeenShare = { readonly share: ShareRow; readonly person: Person; readonly sharedBy: Person | undefined };

/** Who was given the dashboard, one by one. Roles in the workspace are not among them. */
export async function listShares(stores: Stores, grant: DashboardGrant): Promise<readonly SeenShare[]> {
  const shares = await stores.shares.ofItem(grant.id);
  const ids = shares.flatMap((share) => [share.granteeId, share.grantedBy]);
  const people = new Map((await stores.people.findMany([...new Set(ids)])).map((person) => [person.objectId, person]));
  return shares.flatMap((share) => {
    const person = people.get(share.granteeId);
    return person === undefined ? [] : [{ share, person, sharedBy: people.get(share.grantedBy) }];
  });
}

/** Lets one person of the same tenant look at the dashboard: its tiles, and nothing else of the data behind them. */
export async function shareDashboard(
  metadata: Metadata,
  caller: Caller,
  grant: DashboardGrant,
  granteeId: ObjectId,
  at: string,
  once: Once,
): Promise<SeenShare> {
  return metadata.write(grant.tenantId, once, async (stores) => {
    const person = await stores.people.find(granteeId);
    if (person === undefined) {
      throw new Fault('request-invalid', {
        what: 'Nobody with that id is known here. They must sign in once before something can be shared with them.',
      });
    }
    if (granteeId === caller.objectId) throw new Fault('request-invalid', { what: 'You have this dashboard already.' });
    const share: ShareRow = { itemId: grant.id, granteeId, right: 'read', grantedBy: caller.objectId, grantedAt: at };
    await stores.shares.save(share);
    return { share, person, sharedBy: await stores.people.find(caller.objectId) };
  });
}

/** Takes the dashboard away from the person; it is closed to them from their next request on. */
export async function unshareDashboard(
  metadata: Metadata,
  grant: DashboardGrant,
  granteeId: ObjectId,
  once: Once,
): Promise<void> {
  await metadata.write(grant.tenantId, once, async (stores) => {
    if (!(await stores.shares.remove(grant.id, granteeId))) throw new Fault('not-found', { what: 'share' });
  });
}

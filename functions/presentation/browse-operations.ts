import { standingOf } from '../../shared/access/authorise.ts';
import { listItems, listShared, openHome, searchPeople } from '../../shared/catalog/browse.ts';
import type { Stores } from '../../shared/catalog/ports.ts';
import type { Home, Me, WorkspaceItems } from '../../shared/contract/azimuth.ts';
import { Fault } from '../../shared/domain/faults.ts';
import { grantOfKind } from '../grant-of-kind.ts';
import { json } from '../reply.ts';
import { itemSummary, personShape, sharedItem, workspaceSummary } from './azimuth-shapes.ts';
import type { PresentationOperations } from './operations.ts';

/** Finding one's way: who one is, the first screen, a workspace's contents, what was shared, people. */
export const browseOperations = {
  'azimuth-me': async ({ metadata }, { caller }) => {
    const tenant = await metadata.system.findTenant(caller.tenantId);
    return metadata.read(caller.tenantId, async (stores) => {
      const person = await stores.people.find(caller.objectId);
      const mine = await stores.workspaces.findPersonal(caller.objectId);
      if (person === undefined || mine === undefined) throw await whyUnknown(stores);
      const me: Me = {
        tenantId: caller.tenantId,
        objectId: person.objectId,
        displayName: person.displayName,
        signInName: person.signInName,
        tenantName: tenant?.name ?? '',
        myWorkspaceId: mine.id,
        standing: standingOf(caller),
      };
      return json(200, me);
    });
  },
  'azimuth-home': async (deps, { caller }) => {
    const { workspaces, recent, shared, people } = await openHome(deps, caller);
    const names = new Map(workspaces.map(({ workspace }) => [workspace.id, workspace.name]));
    const home: Home = {
      workspaces: workspaces.map(workspaceSummary),
      recent: recent.map((item) => itemSummary(item, people, names)),
      sharedWithMe: shared.map((item) => sharedItem(item, people)),
    };
    return json(200, home);
  },
  'azimuth-shared-with-me': async (deps, { caller }) => {
    const { shared, people } = await listShared(deps, caller);
    return json(200, { items: shared.map((item) => sharedItem(item, people)) });
  },
  'azimuth-people-search': async ({ directory }, { grant, query }) => {
    const text = (query.get('search') ?? '').trim().slice(0, 100);
    const found = await searchPeople(directory, grantOfKind(grant, 'tenant'), text);
    return json(200, { people: found.map(personShape) });
  },
  'azimuth-workspace-items': async ({ metadata }, call) => {
    const grant = grantOfKind(call.grant, 'workspace');
    return metadata.read(grant.tenantId, async (stores) => {
      const workspace = await stores.workspaces.find(grant.workspaceId);
      if (workspace === undefined) throw new Fault('not-found', { what: 'workspace' });
      const { items, people } = await listItems(stores, grant);
      const names = new Map([[workspace.id, workspace.name]]);
      const answer: WorkspaceItems = {
        workspace: workspaceSummary({ workspace, role: grant.role }),
        items: items.map((item) => itemSummary(item, people, names)),
      };
      return json(200, answer);
    });
  },
} satisfies PresentationOperations;

/** Who comes for the first time while nothing can be written has no *My workspace* yet, and gets one with a later call. */
async function whyUnknown({ security }: Stores): Promise<Fault> {
  const { isReadOnly } = await security.state();
  return isReadOnly ? new Fault('read-only', {}) : new Fault('not-found', { what: 'person' });
}

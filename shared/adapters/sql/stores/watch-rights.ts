import type { Stores } from '../../../catalog/ports.ts';

/** The stores, telling of each change of anybody's rights: here stands which calls are one. */
export function watchRights(stores: Stores, changed: () => void): Stores {
  const watched =
    <A extends readonly unknown[], R>(change: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      const outcome = await change(...args);
      // False says that there was nothing to change.
      if (outcome !== false) changed();
      return outcome;
    };
  const { workspaces, items, permissions, links, roleMembers, settings, security } = stores;
  return {
    ...stores,
    workspaces: {
      ...workspaces,
      remove: watched(workspaces.remove),
      saveMember: watched(workspaces.saveMember),
      removeMember: watched(workspaces.removeMember),
    },
    items: { ...items, remove: watched(items.remove) },
    permissions: { ...permissions, save: watched(permissions.save), remove: watched(permissions.remove) },
    links: {
      ...links,
      create: watched(links.create),
      removeRecipient: watched(links.removeRecipient),
      stopCoveringModel: watched(links.stopCoveringModel),
      remove: watched(links.remove),
    },
    roleMembers: {
      ...roleMembers,
      replace: watched(roleMembers.replace),
      removeOfModel: watched(roleMembers.removeOfModel),
    },
    settings: { ...settings, save: watched(settings.save) },
    security: { ...security, revokeSessions: watched(security.revokeSessions) },
  };
}

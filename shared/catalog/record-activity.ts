import type { ActivityFacts } from '../audit/activity.ts';
import type { Act, Item, Stores } from './ports.ts';

/** What the activity log hears of an act; which activity it was, the act says. */
export type Told = Omit<ActivityFacts, 'activity'>;

/** Tells the activity log, inside the transaction that does it; nothing where the log does not list the act. */
export async function recordActivity(stores: Stores, act: Act, told: Told): Promise<void> {
  if (act.activity !== undefined) await stores.audit.record({ ...told, activity: act.activity });
}

/** An item as the activity log names it, with the model that it shows and its workspace. */
export async function itemFacts(stores: Stores, item: Item): Promise<Told> {
  const { id, kind, name } = item;
  const modelId = kind === 'model' ? id : item.modelId;
  return {
    item: { kind, id, name },
    ...(modelId === undefined ? {} : { modelId }),
    ...(await workspaceFacts(stores, item.workspaceId)),
  };
}

/** A workspace as the activity log names it. */
export async function workspaceFacts(stores: Stores, id: Item['workspaceId']): Promise<Told> {
  const workspace = await stores.workspaces.find(id);
  return workspace === undefined ? {} : { workspace: { id, name: workspace.name } };
}

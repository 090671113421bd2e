import { recordReading } from '../../shared/audit/record-reading.ts';
import type { ItemId, Metadata } from '../../shared/catalog/ports.ts';
import { itemFacts, type Told } from '../../shared/catalog/record-activity.ts';
import { Fault } from '../../shared/domain/faults.ts';
import type { Call } from '../internal-hop.ts';
import type { PresentationDeps } from './deps.ts';

/**
 * Tells the activity log that something was looked at, before it is shown. While the store is read-only it cannot be
 * told: then the service's own log is, people go on reading, and the answer is false.
 */
export async function recordView(
  metadata: Metadata,
  { caller, act, log }: Pick<Call, 'caller' | 'act' | 'log'>,
  told: Told,
): Promise<boolean> {
  const { activity } = act;
  if (activity === undefined) return false;
  let isRecorded = true;
  await recordReading(metadata, caller.tenantId, act, { ...told, activity }, () => {
    isRecorded = false;
    log('warn', 'activity not recorded while read-only', { activity });
  });
  return isRecorded;
}

type ViewDeps = Pick<PresentationDeps, 'metadata' | 'views'>;
type Viewing = Pick<Call, 'caller' | 'act' | 'log'>;

/** Opening an item is a view of it, each time. */
export async function recordOpening(
  { metadata, views }: ViewDeps,
  call: Viewing,
  id: ItemId,
  told: Told,
): Promise<void> {
  await views.opened(viewOf(call, id), () => recordView(metadata, call, told));
}

/** Who asks for an item's data looks at it too, also without opening it: one view an hour, of which opening it is one. */
export async function recordReadingOf({ metadata, views }: ViewDeps, call: Viewing, id: ItemId): Promise<void> {
  await views.read(viewOf(call, id), async () => {
    const told = await metadata.read(call.caller.tenantId, async (stores) => {
      const item = await stores.items.find(id);
      if (item === undefined) throw new Fault('not-found', { what: 'item' });
      return itemFacts(stores, item);
    });
    return recordView(metadata, call, told);
  });
}

function viewOf({ caller }: Viewing, id: ItemId): string {
  return `${caller.tenantId}/${caller.objectId}/${id}`;
}

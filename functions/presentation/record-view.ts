import { recordReading } from '../../shared/audit/record-reading.ts';
import type { Metadata } from '../../shared/catalog/ports.ts';
import type { Told } from '../../shared/catalog/record-activity.ts';
import type { Call } from '../internal-hop.ts';

/**
 * Tells the activity log that something was looked at, before it is shown. While the store is read-only it cannot be
 * told: then the service's own log is, and people go on reading.
 */
export async function recordView(
  metadata: Metadata,
  { caller, act, log }: Pick<Call, 'caller' | 'act' | 'log'>,
  told: Told,
): Promise<void> {
  const { activity } = act;
  if (activity === undefined) return;
  await recordReading(metadata, caller.tenantId, act, { ...told, activity }, () =>
    log('warn', 'activity not recorded while read-only', { activity }),
  );
}

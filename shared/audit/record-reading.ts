import type { Act, Metadata } from '../catalog/ports.ts';
import { hasCode } from '../domain/faults.ts';
import type { TenantId } from '../domain/ids.ts';
import type { ActivityFacts } from './activity.ts';

/**
 * Puts what somebody read into the activity log, in a transaction of its own. While the store is read-only that cannot
 * be: `onSkipped` hears of it and the reading goes on. With any other failure it throws, so that nothing is shown that
 * the log should know of and does not.
 */
export async function recordReading(
  metadata: Metadata,
  tenantId: TenantId,
  act: Act,
  facts: ActivityFacts,
  onSkipped: () => void,
): Promise<void> {
  try {
    await metadata.write(tenantId, act, ({ audit }) => audit.record(facts));
  } catch (thrown) {
    if (!hasCode(thrown, 'read-only')) throw thrown;
    onSkipped();
  }
}

import type { AuditStore } from '../catalog/ports.ts';
import type { ActivityEvent } from './activity.ts';
import { activityNamed } from './activity-filter.ts';
import type { AskedActivity } from './activity-query.ts';
import type { Continuation } from './continuation.ts';

/** Events of one page at most. */
export const EVENTS_PER_PAGE = 100;

/** One page, oldest first, and where the next one begins; undefined after the last. */
export type ActivityPage = { readonly events: readonly ActivityEvent[]; readonly next: Continuation | undefined };

/** Reads one page. An activity that this service never records has no events, which is no fault of the question. */
export async function readActivity(
  audit: AuditStore,
  { from, to, activity, userId, after }: AskedActivity,
  perPage = EVENTS_PER_PAGE,
): Promise<ActivityPage> {
  const known = activity === undefined ? undefined : activityNamed(activity);
  if (activity !== undefined && known === undefined) return { events: [], next: undefined };
  const found = await audit.page({ from, to, activity: known, userId, after, limit: perPage + 1 });
  const events = found.slice(0, perPage);
  const last = events.at(-1);
  const isMore = found.length > perPage && last !== undefined;
  return { events, next: isMore ? { from, to, activity, userId, after: { at: last.at, id: last.id } } : undefined };
}

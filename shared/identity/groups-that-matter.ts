import type { ObjectId } from '../domain/ids.ts';
import type { TenantSettings } from '../domain/tenant-settings.ts';
import { MOST_GROUPS } from './pack-ids.ts';

/**
 * Of all groups that somebody is in, those that decide anything in the tenant: for each setting one group that it names
 * and one that it excepts, as far as they are in such, and then the groups that hold rights. At most `MOST_GROUPS`, the
 * holders beyond them left out in the order of their ids: that loses rights and never widens any, and nobody can be locked
 * out by being put into groups.
 */
export function groupsThatMatter(
  groups: readonly ObjectId[],
  settings: TenantSettings,
  holding: readonly ObjectId[],
): readonly ObjectId[] {
  const own = new Set(groups);
  const witnesses = Object.values(settings).flatMap(({ onlyFor, exceptFor }) =>
    [exceptFor, onlyFor].flatMap((named) => named.find((group) => own.has(group)) ?? []),
  );
  const holders = holding.filter((group) => own.has(group)).toSorted();
  return [...new Set([...witnesses, ...holders])].slice(0, MOST_GROUPS);
}

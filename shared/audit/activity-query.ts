import type { TenantId } from '../domain/ids.ts';
import { type ActivityFilter, readActivityFilter } from './activity-filter.ts';
import { invalid, readActivityWindow } from './activity-window.ts';
import { type Continuation, readContinuation } from './continuation.ts';

/** One page of the activity log, as a caller asked for it. */
export type AskedActivity = Omit<Continuation, 'after'> & { readonly after: Continuation['after'] | undefined };

/**
 * Reads the query of Power BI's Get Activity Events: a window and perhaps a filter, or the token of the page before, which
 * stands for both. Names without regard to case; what cannot be read is `request-invalid`.
 */
export function readActivityQuery(query: URLSearchParams, tenantId: TenantId, now: Date): AskedActivity {
  const member = (name: string) => oneMember(query, name);
  const token = member('continuationToken');
  const filter = member('$filter');
  const asked: ActivityFilter = filter === undefined ? {} : readActivityFilter(filter);
  const [start, end] = [member('startDateTime'), member('endDateTime')];
  if (token === undefined) return { ...readActivityWindow(start, end, now), ...asked, after: undefined };
  if (start !== undefined || end !== undefined) {
    throw invalid('Give either continuationToken or startDateTime and endDateTime, not both');
  }
  const continuation = readContinuation(tenantId, token);
  if (filter !== undefined && !isSameFilter(asked, continuation)) {
    throw invalid('$filter is another one than that of the page before. Leave it out, or start again');
  }
  // A token can be kept for long, or altered: its window is held to the same rules.
  const { from, to } = readActivityWindow(`'${continuation.from}'`, `'${continuation.to}'`, now);
  return { ...continuation, from, to };
}

function oneMember(query: URLSearchParams, name: string): string | undefined {
  const found = [...query].filter(([key]) => key.toLowerCase() === name.toLowerCase());
  if (found.length > 1) throw invalid(`${name} is given more than once`);
  return found[0]?.[1];
}

function isSameFilter(a: ActivityFilter, b: ActivityFilter): boolean {
  return fold(a.activity) === fold(b.activity) && fold(a.userId) === fold(b.userId);
}

function fold(text: string | undefined): string | undefined {
  return text?.toLowerCase();
}

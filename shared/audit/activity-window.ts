import { Fault } from '../domain/faults.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** How long events are kept. */
export const ACTIVITY_KEPT_MS = 30 * DAY_MS;

/** ISO 8601 in UTC with milliseconds, both ends inclusive. */
export type ActivityWindow = { readonly from: string; readonly to: string };

const MOMENT = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,7}))?(?:Z|\+00:00)?$/i;

/**
 * The window between two moments as Power BI's API writes them: in single quotes, within one UTC day and within the time
 * for which events are kept. An end in whole seconds includes that second, since events tell no more. Anything else is
 * `request-invalid` with what to write instead.
 */
export function readActivityWindow(start: string | undefined, end: string | undefined, now: Date): ActivityWindow {
  const from = readMoment('startDateTime', start, '000');
  const to = readMoment('endDateTime', end, '999');
  if (from.slice(0, 10) !== to.slice(0, 10)) {
    throw invalid('startDateTime and endDateTime must lie in the same UTC day. Ask for each day by itself');
  }
  if (to < from) throw invalid('endDateTime lies before startDateTime. Swap them');
  if (Date.parse(from) < now.getTime() - ACTIVITY_KEPT_MS) {
    const days = ACTIVITY_KEPT_MS / DAY_MS;
    throw invalid(`startDateTime lies more than ${days} days back, and events are kept for ${days} days`);
  }
  return { from, to };
}

function readMoment(name: string, given: string | undefined, restOfSecond: string): string {
  const example = `${name}='2026-01-31T08:00:00.000Z'`;
  if (given === undefined || given === '') throw invalid(`${name} is missing. Write ${example}`);
  const quoted = /^'(.*)'$/s.exec(given)?.[1];
  if (quoted === undefined) throw invalid(`${name} must stand in single quotes. Write ${example}`);
  const [, seconds, fraction] = MOMENT.exec(quoted) ?? [];
  const text = `${seconds?.toUpperCase()}.${fraction?.slice(0, 3).padEnd(3, '0') ?? restOfSecond}Z`;
  // The 30th of February has the right form and is no day.
  if (seconds === undefined || Number.isNaN(Date.parse(text)) || new Date(text).toISOString() !== text) {
    throw invalid(`${name} is no moment in UTC. Write ${example}`);
  }
  return text;
}

export function invalid(what: string): Fault {
  return new Fault('request-invalid', { what, where: 'the query' });
}

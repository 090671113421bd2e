import { ACTIVITIES, type Activity } from './activity.ts';
import { invalid } from './activity-window.ts';

/** What a `$filter` asks for, as it was written. */
export type ActivityFilter = { readonly activity?: string | undefined; readonly userId?: string | undefined };

const TERM = /^\s*(activity|userid)\s+eq\s+'((?:[^']|'')*)'(?:\s+and\s+(?=\S)|\s*$)/i;

/**
 * Reads `Activity eq '…'`, `UserId eq '…'`, or both joined by `and`; words without regard to case, a quote inside a value
 * doubled. Anything else is `request-invalid`, never a filter that lets more through than was asked for.
 */
export function readActivityFilter(text: string): ActivityFilter {
  let rest = text;
  const found = new Map<string, string>();
  while (rest !== '' || found.size === 0) {
    const term = TERM.exec(rest);
    const [all = '', property = '', value = ''] = term ?? [];
    if (term === null) {
      throw invalid("$filter must be Activity eq '…', UserId eq '…', or both joined by and");
    }
    const name = property.toLowerCase();
    if (found.has(name)) throw invalid(`$filter names ${property} twice. Ask for each by itself`);
    found.set(name, value.replaceAll("''", "'"));
    rest = rest.slice(all.length);
  }
  return { activity: found.get('activity'), userId: found.get('userid') };
}

/** The activity of that name, without regard to case; undefined for one that this service never records. */
export function activityNamed(name: string): Activity | undefined {
  return ACTIVITIES.find((activity) => activity.toLowerCase() === name.toLowerCase());
}

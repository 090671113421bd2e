const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

/** How long ago, in words: `just now`, `3 min ago`, `yesterday`, then the date. */
export function formatAge(moment: string, now: number): string {
  const time = Date.parse(moment);
  if (Number.isNaN(time)) return '';
  const age = now - time;
  if (age < MINUTE) return 'just now';
  if (age < HOUR) return `${Math.floor(age / MINUTE)} min ago`;
  if (age < DAY) return `${Math.floor(age / HOUR)} h ago`;
  if (age < 2 * DAY) return 'yesterday';
  if (age < 7 * DAY) return `${Math.floor(age / DAY)} days ago`;
  return date.format(time);
}

/** The day of a moment: `3 May 2026`; nothing where it is no moment. */
export function formatDay(moment: string): string {
  const time = Date.parse(moment);
  return Number.isNaN(time) ? '' : date.format(time);
}

/** A size in bytes as one reads it on a file: `12.4 MB`. */
export function formatBytes(bytes: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB'];
  let [size, unit] = [bytes, 0];
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || size >= 100 ? 0 : 1;
  return `${size.toFixed(digits)} ${units[unit] ?? ''}`;
}

/** What one instance knows of one key in its current period. */
export type Usage = {
  readonly key: string;
  /** When the period began and ends, in milliseconds since 1970. */
  readonly start: number;
  readonly end: number;
  /** Calls that this instance let through. */
  readonly own: number;
  /** How many of them the store has been told of. */
  readonly told: number;
  /** What the other instances let through, as last heard. It only grows. */
  readonly others: number;
};

/** The usage at this moment: as before, or a fresh one where its period is over. A clock that goes back starts nothing. */
export function usageAt(known: Usage | undefined, key: string, windowMs: number, now: number): Usage {
  const start = Math.floor(now / windowMs) * windowMs;
  if (known !== undefined && known.start >= start) return known;
  return { key, start, end: start + windowMs, own: 0, told: 0, others: 0 };
}

export function isExhausted({ own, others }: Usage, limit: number): boolean {
  return own + others >= limit;
}

export function retryAfterSeconds({ end }: Usage, now: number): number {
  return Math.max(1, Math.ceil((end - now) / 1000));
}

/** After the store was told of `count` calls more and answered the total of all instances. */
export function afterTelling(usage: Usage, count: number, total: number): Usage {
  const told = usage.told + count;
  return { ...usage, told, others: Math.max(usage.others, total - told) };
}

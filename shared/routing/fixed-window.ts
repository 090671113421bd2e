/** What was counted since a moment; windows follow one another without a gap and begin at the same moments for all. */
export type FixedWindow = { readonly startMs: number; readonly count: number };

/** The counts of many keys. A `Map` is one. */
export type Windows = {
  get(key: string): FixedWindow | undefined;
  set(key: string, window: FixedWindow): unknown;
};

/** The window of this moment: the known one, or an empty one where its time is over. `windowMs` 0 never ends. */
export function windowAt(known: FixedWindow | undefined, nowMs: number, windowMs: number): FixedWindow {
  const startMs = windowMs === 0 ? 0 : Math.floor(nowMs / windowMs) * windowMs;
  // A clock that goes back starts nothing anew.
  return known !== undefined && known.startMs >= startMs ? known : { startMs, count: 0 };
}

/** Counts `amount` more under a key and answers the count of the current window. */
export function countIn(windows: Windows, key: string, nowMs: number, windowMs: number, amount = 1): FixedWindow {
  const window = windowAt(windows.get(key), nowMs, windowMs);
  const counted = { startMs: window.startMs, count: window.count + amount };
  windows.set(key, counted);
  return counted;
}

/** In how many whole seconds the window ends; at least one. */
export function secondsLeft({ startMs }: FixedWindow, nowMs: number, windowMs: number): number {
  return Math.max(1, Math.ceil((startMs + windowMs - nowMs) / 1000));
}

/** Forgets what can no longer matter, so that the map does not grow with every address ever seen. */
export function forgetEnded(windows: Map<string, FixedWindow>, nowMs: number, longestMs: number): void {
  for (const [key, { startMs }] of windows) if (startMs + longestMs <= nowMs) windows.delete(key);
}

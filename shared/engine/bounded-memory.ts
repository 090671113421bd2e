/** Values by key, of which those used longest ago go when all together are larger than they may be. */
export type BoundedMemory<V> = {
  readonly get: (key: string) => V | undefined;
  readonly put: (key: string, value: V) => void;
  readonly size: () => { readonly count: number; readonly bytes: number };
};

/** One value never takes more than an eighth, so that it does not push out all the others; a larger one is not kept. */
export function createBoundedMemory<V>(limitBytes: number, bytesOf: (value: V) => number): BoundedMemory<V> {
  /** From the least to the most recently used. */
  const entries = new Map<string, { readonly value: V; readonly bytes: number }>();
  let total = 0;

  const drop = (key: string) => {
    total -= entries.get(key)?.bytes ?? 0;
    entries.delete(key);
  };

  return {
    get: (key) => {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      entries.delete(key);
      entries.set(key, entry);
      return entry.value;
    },
    put: (key, value) => {
      drop(key);
      const bytes = 2 * key.length + bytesOf(value);
      if (bytes > limitBytes / 8) return;
      entries.set(key, { value, bytes });
      total += bytes;
      for (const oldest of entries.keys()) {
        if (total <= limitBytes) break;
        drop(oldest);
      }
    },
    size: () => ({ count: entries.size, bytes: total }),
  };
}

/** An estimate from above of what a list of cells takes in memory. */
export function cellBytes(values: readonly unknown[]): number {
  let bytes = 0;
  for (const value of values) bytes += typeof value === 'string' ? 32 + 2 * value.length : 16;
  return bytes;
}

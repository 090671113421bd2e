const HOUR_MS = 3_600_000;
const MOST_REMEMBERED = 20_000;

/** Writes an entry about a view; false where it could not be written and was not refused either. */
type Record = () => Promise<boolean>;

/** Who looked at what, so that reading on is no new view within the hour. One instance knows of its own views only. */
export type ViewMemory = {
  /** Opening a thing is a view each time. */
  opened(key: string, record: Record): Promise<void>;
  /** Reading data of a thing is a view where none of the last hour is known; done when that view is on record. */
  read(key: string, record: Record): Promise<void>;
};

export function createViewMemory(now: () => Date): ViewMemory {
  const views = new Map<string, { readonly recorded: Promise<boolean>; readonly at: number }>();

  async function opened(key: string, record: Record): Promise<void> {
    const before = views.get(key);
    const view = { recorded: record(), at: now().getTime() };
    views.delete(key);
    views.set(key, view);
    const oldest = views.keys().next();
    if (views.size > MOST_REMEMBERED && !oldest.done) views.delete(oldest.value);
    let isOnRecord = false;
    try {
      isOnRecord = await view.recorded;
    } finally {
      // A view that is not on record counts for nothing; the one before it still does.
      if (!isOnRecord && views.get(key) === view) {
        views.delete(key);
        if (before !== undefined) views.set(key, before);
      }
    }
  }

  return {
    opened,
    read: async (key, record) => {
      const before = views.get(key);
      if (before === undefined || now().getTime() - before.at >= HOUR_MS) return opened(key, record);
      await before.recorded;
    },
  };
}

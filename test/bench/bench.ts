/** One line of a table. With a limit, the figure must not be above it. */
export type Row = {
  readonly what: string;
  readonly figure: number;
  readonly unit: string;
  readonly limit?: number;
  readonly note?: string;
};

/** What a bench is given: a folder of its own, and a place to say what must be undone whatever happens. */
export type BenchContext = {
  /** An empty folder, removed when the bench has ended. */
  readonly folder: string;
  /** Undone in the reverse order, also where the bench fails or is stopped. */
  readonly atEnd: (undo: () => Promise<void>) => void;
  /** Says what happens now, to the person who waits. */
  readonly say: (line: string) => void;
};

/** Measures one thing by itself, on this machine only. */
export type Bench = (context: BenchContext) => Promise<readonly Row[]>;

/** Whether the row's limit is broken. */
export function isBroken({ figure, limit }: Row): boolean {
  return limit !== undefined && !(figure <= limit);
}

/** How long each step of a start took, in the order in which they ended. */
export type Timings = {
  /** Notes a step that began then and ended now. */
  add(step: string, from: number): void;
  measure<T>(step: string, work: () => Promise<T>): Promise<T>;
  report(): string;
};

/** An empty record of steps, counted from `startedAt` (milliseconds since 1970). */
export function createTimings(startedAt: number): Timings {
  const rows: { readonly step: string; readonly from: number; readonly to: number }[] = [];
  const add = (step: string, from: number): void => {
    rows.push({ step, from, to: Date.now() });
  };
  return {
    add,
    async measure(step, work) {
      const from = Date.now();
      try {
        return await work();
      } finally {
        add(step, from);
      }
    },
    report() {
      const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`.padStart(9);
      const lines = rows.map(
        ({ step, from, to }) => `  ${step.padEnd(28)}${seconds(to - from)}   (from ${seconds(from - startedAt)} on)`,
      );
      return [...lines, `  ${'all together'.padEnd(28)}${seconds(Date.now() - startedAt)}`].join('\n');
    },
  };
}

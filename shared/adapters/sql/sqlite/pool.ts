/** Things that are lent to one borrower at a time, first come, first served. */
export type Pool<T> = {
  use<R>(work: (thing: T) => Promise<R>): Promise<R>;
};

/** A borrower who waits longer has most likely asked for a second one while holding the first. */
const LONGEST_WAIT_MS = 30_000;

export function createPool<T>(things: readonly T[], longestWaitMs = LONGEST_WAIT_MS): Pool<T> {
  const free = [...things];
  const waiting: ((thing: T) => void)[] = [];

  const take = (): T | Promise<T> => {
    const thing = free.pop();
    return thing ?? wait();
  };
  const wait = () =>
    new Promise<T>((resolve, reject) => {
      const served = (thing: T) => {
        clearTimeout(timer);
        resolve(thing);
      };
      const timer = setTimeout(() => {
        waiting.splice(waiting.indexOf(served), 1);
        reject(
          new Error(
            `No connection to the store came free within ${longestWaitMs} ms. Is one unit of work inside another?`,
          ),
        );
      }, longestWaitMs);
      waiting.push(served);
    });
  const giveBack = (thing: T) => {
    const next = waiting.shift();
    if (next === undefined) free.push(thing);
    else next(thing);
  };

  return {
    use: async (work) => {
      const thing = await take();
      try {
        return await work(thing);
      } finally {
        giveBack(thing);
      }
    },
  };
}

import { type Child, type ChildSpec, startChild } from './child.ts';
import { StackFailure } from './stack-failure.ts';

/** Processes that live and die together. */
export type ChildGroup = {
  readonly children: readonly Child[];
  /** Starts all at the same time; where one fails, gives all others up and throws why. */
  start(specs: readonly ChildSpec[], whenUp: (child: Child) => Promise<void>): Promise<void>;
  /** Stops the given-up, then all but `last`, then `last`. */
  stop(last: string): Promise<void>;
};

type GroupOptions = {
  readonly log: (text: string) => void;
  readonly giveUp: AbortController;
  /** A process ended by itself after all were up. */
  readonly onCrash: (message: string) => void;
};

/** An empty group. */
export function createChildGroup({ log, giveUp, onCrash }: GroupOptions): ChildGroup {
  const children: Child[] = [];
  let problem: string | undefined;
  let isUp = false;

  const failed = (message: string): void => {
    problem ??= message;
    giveUp.abort();
  };
  const crashed = (message: string): void => {
    log(message);
    if (isUp) onCrash(message);
    else failed(message);
  };

  return {
    children,
    async start(specs, whenUp) {
      const startOne = async (spec: ChildSpec): Promise<void> => {
        try {
          const child = await startChild(spec, { log, onCrash: crashed, signal: giveUp.signal });
          children.push(child);
          await whenUp(child);
        } catch (error) {
          failed(error instanceof Error ? error.message : String(error));
        }
      };
      await Promise.all(specs.map(startOne));
      if (problem !== undefined) throw new StackFailure(problem);
      isUp = true;
    },
    async stop(last) {
      giveUp.abort();
      await Promise.all(children.filter(({ name }) => name !== last).map((child) => child.stop()));
      await Promise.all(children.filter(({ name }) => name === last).map((child) => child.stop()));
    },
  };
}

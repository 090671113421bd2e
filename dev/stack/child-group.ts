import { setMaxListeners } from 'node:events';
import { type Child, type ChildSpec, startChild } from './child.ts';
import { StackFailure } from './stack-failure.ts';

/** Processes that live and die together. */
export type ChildGroup = {
  readonly children: readonly Child[];
  /** Starts all at the same time; where one fails, gives all others up and throws why. */
  start(specs: readonly ChildSpec[], whenUp: (child: Child) => Promise<void>): Promise<void>;
  /** Kills those of these names. */
  kill(names: readonly string[]): Promise<void>;
  /** Starts those anew that are not running; throws where one fails, and the others go on. */
  revive(specs: readonly ChildSpec[]): Promise<void>;
  /** Stops the given-up, then all but `last`, then those. */
  stop(last: readonly string[]): Promise<void>;
};

type GroupOptions = {
  readonly log: (text: string) => void;
  readonly giveUp: AbortController;
  /** A process ended by itself after all were up. */
  readonly onCrash: (message: string) => void;
  /** Those whose end is no crash: the others go on without them. */
  readonly mayBeLost: (name: string) => boolean;
};

/** An empty group. */
export function createChildGroup({ log, giveUp, onCrash, mayBeLost }: GroupOptions): ChildGroup {
  // As many listen as there are processes.
  setMaxListeners(0, giveUp.signal);
  const children: Child[] = [];
  let problem: string | undefined;
  let isUp = false;

  const failed = (message: string): void => {
    problem ??= message;
    giveUp.abort();
  };
  const those = (names: readonly string[]): readonly Child[] => children.filter(({ name }) => names.includes(name));
  const forget = (names: readonly string[]): readonly Child[] => {
    const gone = those(names);
    for (const child of gone) children.splice(children.indexOf(child), 1);
    return gone;
  };
  const crashed = (name: string, message: string): void => {
    log(message);
    if (!isUp) failed(message);
    else if (mayBeLost(name)) forget([name]);
    else onCrash(message);
  };
  const starting = new Set<string>();
  const startOne = async (spec: ChildSpec): Promise<Child> => {
    starting.add(spec.name);
    try {
      const onEnd = (message: string): void => crashed(spec.name, message);
      const child = await startChild(spec, { log, onCrash: onEnd, signal: giveUp.signal });
      children.push(child);
      return child;
    } finally {
      starting.delete(spec.name);
    }
  };

  return {
    children,
    async start(specs, whenUp) {
      const bringUp = async (spec: ChildSpec): Promise<void> => {
        try {
          await whenUp(await startOne(spec));
        } catch (error) {
          failed(error instanceof Error ? error.message : String(error));
        }
      };
      await Promise.all(specs.map(bringUp));
      if (problem !== undefined) throw new StackFailure(problem);
      isUp = true;
    },
    async kill(names) {
      await Promise.all(forget(names).map((child) => child.kill()));
    },
    async revive(specs) {
      const missing = specs.filter(({ name }) => those([name]).length === 0 && !starting.has(name));
      await Promise.all(missing.map(startOne));
    },
    async stop(last) {
      giveUp.abort();
      const others = children.filter(({ name }) => !last.includes(name));
      await Promise.all(others.map((child) => child.stop()));
      await Promise.all(those(last).map((child) => child.stop()));
    },
  };
}

import { Fault } from '../../../domain/faults.ts';
import { isTransient } from './transient-errors.ts';

export type RetryPolicy = {
  readonly attempts: number;
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
  readonly sleep: (ms: number) => Promise<unknown>;
  readonly random: () => number;
};

/** The commit was sent and no answer came: the work may be done or not, so it is not done again. */
export class CommitUncertain extends Error {
  constructor(cause: unknown) {
    super('The connection was lost while the transaction was being committed.', { cause });
    this.name = 'CommitUncertain';
  }
}

/** Does the work again after failures that pass, with waits that double and are spread at random. */
export async function withRetry<T>(policy: RetryPolicy, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (thrown) {
      if (thrown instanceof CommitUncertain || !isTransient(thrown) || attempt >= policy.attempts) throw thrown;
      const wait = Math.min(policy.firstWaitMs * 2 ** (attempt - 1), policy.longestWaitMs);
      await policy.sleep(wait * (0.5 + policy.random() / 2));
    }
  }
}

/** A failure that would pass, and outlasted all attempts, as the fault that says: try again later. */
export async function orUnavailable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (thrown) {
    if (thrown instanceof CommitUncertain || !isTransient(thrown)) throw thrown;
    throw new Fault('upstream-unavailable', { role: 'metadata store' }, { cause: thrown });
  }
}

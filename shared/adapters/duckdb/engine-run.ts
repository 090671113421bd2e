import type { DuckDBConnection } from '@duckdb/node-api';
import { Fault } from '../../domain/faults.ts';

/** An interrupt that comes before the engine begins is lost, so it is repeated until the work ends. */
const REPEAT_MS = 20;

/**
 * Runs the work on the connection and interrupts the engine when the time is over or the signal fires. It settles
 * only when the engine has stopped, so that the connection can be closed and the place in the queue be given on.
 */
export async function runInterruptibly<T>(
  connection: Pick<DuckDBConnection, 'interrupt'>,
  timeoutMs: number,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  let stopped: { readonly reason: unknown } | undefined;
  let repeat: ReturnType<typeof setInterval> | undefined;
  const stop = (reason: unknown) => {
    if (stopped !== undefined) return;
    stopped = { reason };
    connection.interrupt();
    repeat = setInterval(() => connection.interrupt(), REPEAT_MS);
  };
  const abort = () => stop(signal.reason);
  const timer = setTimeout(() => stop(new Fault('query-timeout', { limitMs: timeoutMs })), timeoutMs);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await work();
  } catch (cause) {
    // TypeScript does not see that `stop` may have run while the work was awaited.
    const reason = stopped as { readonly reason: unknown } | undefined;
    throw reason === undefined ? cause : reason.reason;
  } finally {
    clearTimeout(timer);
    clearInterval(repeat);
    signal.removeEventListener('abort', abort);
  }
}

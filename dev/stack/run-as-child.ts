/** What a child process of the stack has once it serves. */
export type Serving = { readonly port: number; readonly stop: () => Promise<void> };

const GRACE_MS = 3000;

/**
 * Runs a process that the stack started: tells it over IPC when it is ready or why it is not, and ends when it is
 * asked to or when the stack is gone, however it went.
 */
export async function runAsChild(start: () => Promise<Serving>): Promise<void> {
  let serving: Serving | undefined;
  let leaving = false;

  function leave(): void {
    if (leaving) return;
    leaving = true;
    setTimeout(() => process.exit(1), GRACE_MS).unref();
    Promise.resolve(serving?.stop())
      .then(() => process.exit(0))
      .catch(() => process.exit(1));
  }

  process.on('disconnect', leave);
  process.on('SIGTERM', leave);
  try {
    serving = await start();
    // Where the stack is gone already, leaving is the answer, not a fault.
    process.send?.({ kind: 'ready', port: serving.port }, () => undefined);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    process.send?.({ kind: 'failed', message }, () => process.exit(1));
  }
  if (!process.connected) leave();
}

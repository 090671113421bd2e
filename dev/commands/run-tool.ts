import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** One run of a tool in the foreground, and how it ended. */
export type ToolRun = {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
};

/**
 * Runs a script under this Node and gives its exit code. It is stopped when we are told to stop, and when the process
 * that started us is gone.
 */
export function runTool({ args, env = {} }: ToolRun): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: 'inherit', env: { ...process.env, ...env } });
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
    const forward = (signal: NodeJS.Signals): void => {
      child.kill(signal);
    };
    const orphaned = (): void => forward('SIGTERM');
    for (const signal of signals) process.on(signal, forward);
    process.once('disconnect', orphaned);
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      for (const one of signals) process.off(one, forward);
      process.off('disconnect', orphaned);
      resolve(code ?? (signal === null ? 1 : 128 + constants.signals[signal]));
    });
  });
}

import { ensureBuilt } from '../build/ensure-built.ts';
import { runTool } from './run-tool.ts';

/** `npm run bench [names]`: prints the performance tables. */
export async function bench(args: readonly string[]): Promise<number> {
  await ensureBuilt({ force: false, log: console.log });
  return runTool({ args: ['--disable-warning=ExperimentalWarning', 'test/bench/main.ts', ...args] });
}

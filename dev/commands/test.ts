import { ensureBuilt } from '../build/ensure-built.ts';
import { config } from '../config.ts';
import { ensureBrowser } from '../find-browser.ts';
import { check } from './check.ts';
import { runTool } from './run-tool.ts';

/**
 * `npm test`: the fast checks, then the tests against the local stack and in a browser. With vitest's own arguments it
 * runs just those tests.
 */
export async function test(args: readonly string[]): Promise<number> {
  const { isCi, chromePath } = config.commands();
  await ensureBuilt({ force: false, log: console.log });
  const browser = await ensureBrowser({ chromePath, log: console.log });
  if (browser.kind === 'absent') {
    console.error(`No browser for the browser tests: ${browser.reason}`);
    if (isCi) {
      console.error('CI=true demands one, so this run has failed.');
      return 1;
    }
  }
  const env: Record<string, string> =
    browser.kind === 'found' ? { AZIMUTH_BROWSER: browser.executable } : { AZIMUTH_BROWSER_ABSENT: browser.reason };
  const vitest = (more: readonly string[]) =>
    runTool({ args: ['node_modules/vitest/vitest.mjs', 'run', ...more], env });
  if (args.length > 0) return vitest(args);
  const checked = await check();
  if (checked > 128) return checked;
  // One after the other: both start whole stacks, and two of them at once would only slow each other down.
  const codes = [checked, await vitest(['--project', 'integration']), await vitest(['--project', 'e2e'])];
  console.log(codes.every((code) => code === 0) ? '\nEverything passed.' : '\nSomething failed: see above.');
  return codes.find((code) => code !== 0) ?? 0;
}

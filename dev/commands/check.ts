import { runTool } from './run-tool.ts';

/** The fast checks, in the order in which a mistake shows soonest. Paths, not shims, so that Node 24 runs them. */
const STEPS: readonly { readonly title: string; readonly args: readonly string[] }[] = [
  { title: 'Format and lint', args: ['node_modules/@biomejs/biome/bin/biome', 'ci', '.'] },
  { title: 'Types', args: ['node_modules/@typescript/native/bin/tsc', '--noEmit', '-p', 'tsconfig.json'] },
  {
    title: 'Types of the browser',
    args: ['node_modules/@typescript/native/bin/tsc', '--noEmit', '-p', 'web/tsconfig.json'],
  },
  { title: 'Dead code and dependencies', args: ['node_modules/knip/bin/knip.js'] },
  { title: 'Unit tests and import directions', args: ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit'] },
];

/** `npm run check`: runs every step even where one fails, and says at the end which did. */
export async function check(): Promise<number> {
  const failed: string[] = [];
  for (const { title, args } of STEPS) {
    const startedAt = Date.now();
    console.log(`\n── ${title}`);
    const code = await runTool({ args });
    console.log(
      `── ${title}: ${code === 0 ? 'passed' : 'FAILED'} in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`,
    );
    if (code > 128) return code;
    if (code !== 0) failed.push(title);
  }
  console.log(failed.length === 0 ? '\nAll checks passed.' : `\nFailed: ${failed.join(', ')}.`);
  return failed.length === 0 ? 0 : 1;
}

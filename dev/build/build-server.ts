import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { onlyTheNamedPlace } from './only-the-named-place.ts';

/** What runs on a server: the name in `dist/`, and the file that it is made from. */
const ENTRIES: Readonly<Record<string, string>> = {
  'functions/main': 'functions/main.ts',
  'host/main': 'dev/host/main.ts',
  'edge/main': 'edge/main.ts',
  'data-movement/source-worker': 'shared/adapters/duckdb/source-worker.ts',
};

/**
 * An ES module bundle has no `require`: packages inside it that are CommonJS get one, and without it
 * `@azure/functions` believes that it is being tested and registers nothing.
 */
const BANNER = `import { createRequire as azimuthCreateRequire } from 'node:module';
const require = azimuthCreateRequire(import.meta.url);`;

/** Stay packages: the Functions host supplies the first, the second is native. */
const EXTERNAL = ['@azure/functions-core', '@duckdb/node-api'];

/** Bundles the server side into `dist/`, what is shared in chunks, and what is imported late in files of its own. */
export async function buildServer(root: string): Promise<void> {
  const present = Object.entries(ENTRIES).filter(([, file]) => existsSync(join(root, file)));
  const outputs = ['functions', 'host', 'edge', 'data-movement', 'chunks'];
  for (const folder of outputs) rmSync(join(root, 'dist', folder), { recursive: true, force: true });
  await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(present),
    outdir: 'dist',
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    external: EXTERNAL,
    plugins: [onlyTheNamedPlace()],
    banner: { js: BANNER },
    sourcemap: 'linked',
    sourcesContent: false,
    // What is wrong travels in the error that is thrown.
    logLevel: 'silent',
  });
}

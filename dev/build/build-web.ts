import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** True once the web application has something to build. */
export function hasWeb(root: string): boolean {
  return existsSync(join(root, 'web/index.html'));
}

/** Builds the browser application into `dist/web`, by its own Vite configuration. */
export async function buildWeb(root: string): Promise<void> {
  const { build } = await import('vite');
  await build({
    root: join(root, 'web'),
    configFile: join(root, 'web/vite.config.ts'),
    logLevel: 'warn',
    build: { outDir: join(root, 'dist/web'), emptyOutDir: true },
  });
}

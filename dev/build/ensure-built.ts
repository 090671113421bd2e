import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StackFailure } from '../stack/stack-failure.ts';
import { sourceHash } from './source-hash.ts';

/** A half of the build: what it is made of, and how. Each is built only when its own sources changed. */
type Part = {
  readonly name: string;
  readonly sources: readonly string[];
  readonly output: string;
  readonly build: (root: string) => Promise<void>;
};

const ALWAYS = ['package-lock.json', 'dev/build', 'tsconfig.json'];
const SERVER: Part = {
  name: 'server',
  sources: ['functions', 'shared', 'edge', 'dev/host', 'package.json', ...ALWAYS],
  output: '.',
  build: async (root) => (await import('./build-server.ts')).buildServer(root),
};
const WEB: Part = {
  name: 'web',
  sources: ['web', 'shared/contract', 'shared/domain', ...ALWAYS],
  output: 'web',
  build: async (root) => {
    const { buildWeb, hasWeb } = await import('./build-web.ts');
    if (hasWeb(root)) await buildWeb(root);
  },
};

export type BuildOptions = {
  readonly force: boolean;
  readonly log: (line: string) => void;
  readonly root?: string;
};

async function ensurePart(part: Part, root: string, { force, log }: BuildOptions): Promise<boolean> {
  const stamp = join(root, 'dist', `.${part.name}-built-from`);
  const hash = sourceHash(root, part.sources);
  const isFresh =
    existsSync(stamp) && readFileSync(stamp, 'utf8') === hash && existsSync(join(root, 'dist', part.output));
  if (!force && isFresh) return false;
  log(`Building the ${part.name}…`);
  const startedAt = Date.now();
  rmSync(stamp, { force: true });
  try {
    await part.build(root);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new StackFailure(`The ${part.name} could not be built. ${why}`, { cause });
  }
  mkdirSync(join(root, 'dist', part.output), { recursive: true });
  writeFileSync(stamp, hash);
  log(`Built the ${part.name} in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
  return true;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Builds what is out of date, and says which parts that were. */
export async function ensureBuilt(options: BuildOptions): Promise<readonly string[]> {
  const root = options.root ?? ROOT;
  const built: string[] = [];
  for (const part of [SERVER, WEB]) if (await ensurePart(part, root, options)) built.push(part.name);
  return built;
}

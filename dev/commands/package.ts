import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from '../build/ensure-built.ts';
import { packageDocument } from '../infra/package-document.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** What the roles run; the local edge and host are not among it. */
const FOLDERS = ['functions', 'chunks', 'data-movement', 'web'];

/** `npm run package`: builds, and puts what a function app needs, and nothing else, into `dist/package`. */
export async function packageRoles(): Promise<number> {
  await ensureBuilt({ force: false, log: console.log });
  const target = join(ROOT, 'dist/package');
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  for (const folder of FOLDERS) {
    await cp(join(ROOT, 'dist', folder), join(target, 'dist', folder), {
      recursive: true,
      filter: (source) => !source.endsWith('.map'),
    });
  }
  await cp(join(ROOT, 'host.json'), join(target, 'host.json'));
  const document = packageDocument(JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')));
  await writeFile(join(target, 'package.json'), `${JSON.stringify(document, null, 2)}\n`);
  await writeFile(join(target, '.funcignore'), 'local.settings.json\nnode_modules\n');
  console.log('The package of the roles is in dist/package.');
  return 0;
}

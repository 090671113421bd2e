import { mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPackageInto } from '../../shared/adapters/duckdb/source-package.ts';
import { PACKAGE_ANSWER, PackageAnswer } from '../../shared/adapters/duckdb/source-protocol.ts';
import type { PackageImporter } from '../../shared/imports/ports.ts';

/** Reads packages as the child process does, in this one. */
export const inProcessPackages: PackageImporter = {
  importPackage: async ({ path, previous, limits, now }) => {
    const folder = await mkdtemp(join(tmpdir(), 'azimuth-package-'));
    const remove = () => rm(folder, { recursive: true, force: true });
    const before = { definitionPath: join(folder, 'previous.json'), databasePath: join(folder, 'previous.duckdb') };
    const databasePath = join(folder, 'data.duckdb');
    try {
      if (previous !== undefined) {
        await writeFile(before.definitionPath, JSON.stringify(previous.stored));
        await rename(previous.databasePath, before.databasePath);
      }
      await readPackageInto({
        path,
        kind: 'package',
        databasePath,
        memoryBytes: limits.memoryBytes,
        previous: previous && before,
        now: now.toISOString(),
      });
      const answer = PackageAnswer.parse(JSON.parse(await readFile(join(folder, PACKAGE_ANSWER), 'utf8')));
      const rowCount = answer.facts.rowCounts.reduce((sum, rows) => sum + rows, 0);
      return { ...answer, databasePath, bytes: (await stat(databasePath)).size, rowCount, remove };
    } catch (thrown) {
      await remove();
      throw thrown;
    }
  },
};

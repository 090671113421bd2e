import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createDuckdbFileImporter } from '../../../shared/adapters/duckdb/source-duckdb.ts';
import { isFault } from '../../../shared/domain/faults.ts';
import { DEFAULT_IMPORT_LIMITS } from '../../../shared/source/ports.ts';
import { data, projectOf } from '../../imports/package-samples.ts';
import { type ZipPart, zipBytes } from '../../source/pbip/zip-bytes.ts';
import { WORKER } from '../../source/temporary-files.ts';

const root = mkdtempSync(join(tmpdir(), 'azimuth-packages-'));
const folder = join(root, 'imports');
mkdirSync(folder);
afterAll(() => rmSync(root, { recursive: true, force: true }));

const PROJECT = projectOf({ Sales: { columns: [data('A', 'int64')] } });

/** What the reader of packages says to a project with these files, and the most that lay in its folder meanwhile. */
async function read(more: readonly ZipPart[]): Promise<{ readonly said: string; readonly most: number }> {
  const path = join(root, 'upload');
  const project = Object.entries(PROJECT).map(([name, content]): ZipPart => ({ path: name, content }));
  writeFileSync(path, zipBytes([...more, ...project]));
  let most = 0;
  const looking = setInterval(() => {
    most = Math.max(most, bytesBelow(folder));
  }, 20);
  const importer = createDuckdbFileImporter({ worker: WORKER, folder });
  const toImport = { path, previous: undefined, limits: DEFAULT_IMPORT_LIMITS, now: new Date() };
  const said = await importer.importPackage(toImport, new AbortController().signal).then(
    () => 'imported',
    (thrown: unknown) => (isFault(thrown) && 'what' in thrown.detail ? thrown.detail.what : String(thrown)),
  );
  clearInterval(looking);
  return { said, most };
}

function bytesBelow(place: string): number {
  try {
    return readdirSync(place, { recursive: true })
      .map((name) => statSync(join(place, String(name)), { throwIfNoEntry: false })?.size ?? 0)
      .reduce((sum, size) => sum + size, 0);
  } catch {
    return 0;
  }
}

test('D01: an archive that says how much it unpacks to is refused before anything is unpacked', async () => {
  const claims = Array.from({ length: 5 }, (_, index) => ({
    path: `data/${index}.csv`,
    content: 'A\n1\n',
    claimedSize: 0xfffffff0,
  }));
  const { said, most } = await read(claims);
  expect(said).toMatch(/more than \d+ bytes when they are unpacked/);
  expect(most).toBeLessThan(1_000_000);
});

test('D01: one that says less than it unpacks to is cut off where it goes beyond what it said', async () => {
  const bomb = { path: 'data/Sales.csv', content: Buffer.alloc(200_000_000), claimedSize: 100 };
  const { said, most } = await read([bomb]);
  expect(said).toMatch(/damaged/);
  expect(most).toBeLessThan(10_000_000);
}, 60_000);

test('D01: definitions that would fill the memory are refused', async () => {
  const large = { path: 'Sample.SemanticModel/notes.txt', content: Buffer.alloc(40 * 1024 * 1024) };
  expect((await read([large])).said).toMatch(/definitions of model and reports are \d+ bytes/);
  expect(readdirSync(folder)).toEqual([]);
}, 60_000);

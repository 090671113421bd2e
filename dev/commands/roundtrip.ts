import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { convertDocument } from '../../shared/model/convert-document.ts';
import { modelTree } from '../../shared/model/merge-parts.ts';
import type { ModelDocument, ModelFile, ModelFormat } from '../../shared/model/model-document.ts';
import { readModelFiles, writeModelFiles } from '../../shared/model/model-files.ts';
import { problemLine } from '../../shared/model/model-problem.ts';
import type { TabularModel } from '../../shared/model/tabular-model.ts';
import { type TabularReading, tabularModelOf } from '../../shared/model/tabular-model-of.ts';

/**
 * `npm run roundtrip FOLDER`: reads every semantic model under a folder, writes it again, and converts it to the other
 * format and back. Exit code 1 where a byte or the meaning differs, 2 where there is nothing to read.
 */
export async function roundtrip([folder]: readonly string[]): Promise<number> {
  if (folder === undefined) {
    console.error('Name a folder: npm run roundtrip FOLDER');
    return 2;
  }
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    console.error(`Cannot read '${folder}': ${error instanceof Error ? error.message : String(error)}`);
    return [];
  });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const paths = files.map((path) => relative(folder, path).split(sep).join('/')).sort();
  const roots = modelRoots(paths);
  if (roots.length === 0) {
    console.error(`There is no model under '${folder}': no definition/*.tmdl and no model.bim.`);
    return 2;
  }
  let failures = 0;
  for (const root of roots) {
    const files = await Promise.all(
      paths
        .filter((path) => rootOf(path, roots) === root)
        .map(async (path) => ({ path: below(root, path), bytes: await readFile(join(folder, path)) })),
    );
    const { lines, isSame } = checkModel(files);
    console.log([`${root === '' ? '.' : root}`, ...lines.map((line) => `  ${line}`)].join('\n'));
    if (!isSame) failures++;
  }
  console.log(`${roots.length} model(s), ${failures} with a difference.`);
  return failures === 0 ? 0 : 1;
}

/** Folders that hold `definition/….tmdl` or `model.bim`, relative to where the paths start. */
export function modelRoots(paths: readonly string[]): readonly string[] {
  const roots = paths.flatMap((path) => {
    const found = /^(?:(.*)\/)?(?:definition\/(?:[^/]+\/)*[^/]+\.tmdl|model\.bim)$/i.exec(path);
    return found === null ? [] : [found[1] ?? ''];
  });
  return [...new Set(roots)].sort();
}

const below = (root: string, path: string): string => (root === '' ? path : path.slice(root.length + 1));

/** The innermost model that a file lies in. */
function rootOf(path: string, roots: readonly string[]): string | undefined {
  return roots.findLast((root) => root === '' || path.startsWith(`${root}/`));
}

type Check = { readonly lines: readonly string[]; readonly isSame: boolean };

/** Reads, writes, converts there and back; what was found, and whether everything is the same. */
export function checkModel(files: readonly ModelFile[]): Check {
  const { document, problems } = readModelFiles(files);
  const written = writeModelFiles(document);
  const different = files.filter(
    (file, index) => !Buffer.from(file.bytes).equals(written[index]?.bytes ?? Buffer.alloc(0)),
  );
  const reading = tabularModelOf(document);
  const wrong = [...problems, ...(reading.kind === 'problems' ? reading.problems : [])].map(problemLine);
  const bytes =
    different.length === 0
      ? [`${document.format}: ${files.length} files, the same bytes`]
      : different.map(({ path }) => `${path}: WRITTEN DIFFERENTLY`);
  const meaning = reading.kind === 'model' ? [contents(reading.model), ...changes(document, reading)] : [];
  const isSame = different.length === 0 && !meaning.some((line) => line.startsWith('CHANGED'));
  return { lines: [...bytes, ...meaning, ...wrong], isSame };
}

function contents({ tables, relationships, roles, expressions }: TabularModel): string {
  const count = (list: (table: TabularModel['tables'][number]) => readonly unknown[]): number =>
    tables.reduce((sum, table) => sum + list(table).length, 0);
  const parts = [
    `${tables.length} tables`,
    `${count(({ columns }) => columns)} columns`,
    `${count(({ measures }) => measures)} measures`,
    `${count(({ hierarchies }) => hierarchies)} hierarchies`,
    `${relationships.length} relationships`,
    `${roles.length} roles`,
    `${expressions.length} expressions`,
    `${tables.filter(({ calculationGroup }) => calculationGroup !== undefined).length} calculation groups`,
  ];
  return parts.join(', ');
}

/** To the other format and back, each over its text. */
function changes(document: ModelDocument, reading: TabularReading): readonly string[] {
  const there = other(document.format);
  const first = converted(document, there);
  const second = first && converted(first, document.format);
  return [first, second].map((step) => {
    const words = step === first ? there : `${there} and back`;
    const isEqual = step !== undefined && isDeepStrictEqual(tabularModelOf(step), reading);
    return isEqual ? `as ${words}: the same model` : `CHANGED as ${words}`;
  });
}

const other = (format: ModelFormat): ModelFormat => (format === 'tmdl' ? 'tmsl' : 'tmdl');

function converted(document: ModelDocument, format: ModelFormat): ModelDocument | undefined {
  const tree = modelTree(document, () => {});
  return tree && readModelFiles(writeModelFiles(convertDocument(document, tree, format))).document;
}

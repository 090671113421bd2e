import type { DocumentFile, ModelDocument, ModelFile } from './model-document.ts';
import { type ModelProblem, problemAt } from './model-problem.ts';
import { readTmdl, textOfFile } from './read-tmdl.ts';
import { readTmsl } from './read-tmsl.ts';
import { writeTmdl } from './write-tmdl.ts';
import { writeTmsl } from './write-tmsl.ts';

export type ModelReading = { readonly document: ModelDocument; readonly problems: readonly ModelProblem[] };

const isTmdl = ({ path }: ModelFile): boolean => /\.tmdl$/i.test(path);
const isBim = ({ path }: ModelFile): boolean => /(^|\/)model\.bim$/i.test(path);

/**
 * Reads the files of a model: `definition/**.tmdl`, or `model.bim` where there is no TMDL. Other files are kept as they
 * are. Always gives a document that writes the same bytes; what could not be understood is among the problems.
 */
export function readModelFiles(files: readonly ModelFile[]): ModelReading {
  const problems: ModelProblem[] = [];
  const format = files.some(isTmdl) ? 'tmdl' : 'tmsl';
  const read = files.map((file): DocumentFile => {
    if (!(format === 'tmdl' ? isTmdl(file) : isBim(file))) return { kind: 'kept', ...file };
    const text = textOfFile(file);
    if (text === undefined) {
      const said = { code: 'file-unreadable', what: 'The file is no UTF-8 text.', todo: 'Save it as UTF-8.' } as const;
      problems.push(problemAt({ file: file.path, line: 1 }, '', said));
      return { kind: 'kept', ...file };
    }
    const report = (problem: ModelProblem): void => void problems.push(problem);
    if (format === 'tmdl') return readTmdl(file.path, text, report);
    return readTmsl(file.path, text, report) ?? { kind: 'kept', ...file };
  });
  return { document: { format, files: read }, problems };
}

/** The files of a document, in their order. */
export function writeModelFiles({ files }: ModelDocument): readonly ModelFile[] {
  const encoder = new TextEncoder();
  return files.map((file) => {
    if (file.kind === 'kept') return { path: file.path, bytes: file.bytes };
    return { path: file.path, bytes: encoder.encode(file.kind === 'tmdl' ? writeTmdl(file) : writeTmsl(file)) };
  });
}

import type { ModelDocument, ModelFile } from './model-document.ts';
import { readModelFiles } from './model-files.ts';
import { type TabularReading, tabularModelOf } from './tabular-model-of.ts';

/** The document of some files, and its model where nothing at all is wrong with them. */
export function readModel(files: readonly ModelFile[]): {
  readonly document: ModelDocument;
  readonly reading: TabularReading;
} {
  const { document, problems } = readModelFiles(files);
  const reading = tabularModelOf(document);
  if (problems.length === 0) return { document, reading };
  const others = reading.kind === 'problems' ? reading.problems : [];
  return { document, reading: { kind: 'problems', problems: [...problems, ...others] } };
}

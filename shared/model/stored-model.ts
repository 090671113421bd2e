import { inferredDefinition } from './inferred-definition.ts';
import { type InferredType, withTypes } from './inferred-types.ts';
import type { ModelFile } from './model-document.ts';
import { readModel } from './read-model.ts';
import type { SemanticModel } from './semantic-model.ts';
import type { TabularModel } from './tabular-model.ts';

/** What is stored as the definition of a dataset. */
export type StoredModel = {
  /** The definition's files as they were published, by path: TMDL below `definition/`, or `model.bim`. */
  readonly files: readonly StoredFile[];
  /** Reports that came with the definition: kept as they are, and not shown. */
  readonly reports: readonly StoredReport[];
  readonly facts: ModelFacts;
  /** What visuals can show and how. */
  readonly visual: SemanticModel;
};

export type StoredReport = { readonly name: string; readonly files: readonly StoredFile[] };

/** Text where the bytes are UTF-8, else base64. */
export type StoredFile =
  | { readonly path: string; readonly text: string }
  | { readonly path: string; readonly base64: string };

/** What is known of the data of one version, which queries are planned with. */
export type ModelFacts = {
  /** Tables that keys without a row lead to: a row of blanks stands for those. */
  readonly blankRowTables: readonly number[];
  readonly rowCounts: readonly number[];
  /** Tables that hold no data because their source needs a connection. */
  readonly withoutData: readonly number[];
  /** Types of calculated columns, where the definition leaves them to the expressions. */
  readonly columnTypes?: readonly InferredType[];
};

/** A definition read for use. */
export type OpenedModel = {
  readonly tabular: TabularModel;
  readonly facts: ModelFacts;
  readonly visual: SemanticModel;
};

/** The stored form of a model of one table that was inferred from a file. */
export function storedInferred(visual: SemanticModel, name: string, rowCount: number): StoredModel {
  const files = [{ path: 'model.bim', text: inferredDefinition(visual, name) }];
  return { files, reports: [], facts: { blankRowTables: [], rowCounts: [rowCount], withoutData: [] }, visual };
}

/** Reads the text of a stored definition; what is in its files is read by `openStoredModel`. */
export function parseStoredModel(text: string): StoredModel {
  return JSON.parse(text);
}

/** Reads a stored definition, which was valid when it was stored. */
export function openStoredModel(stored: StoredModel): OpenedModel {
  const { reading } = readModel(stored.files.map(bytesOf));
  if (reading.kind === 'problems') throw new Error(`A stored model cannot be read: ${reading.problems[0]?.code}`);
  const tabular = withTypes(reading.model, stored.facts.columnTypes ?? []);
  return { tabular, facts: stored.facts, visual: stored.visual };
}

function bytesOf(file: StoredFile): ModelFile {
  if ('text' in file) return { path: file.path, bytes: new TextEncoder().encode(file.text) };
  return { path: file.path, bytes: Uint8Array.from(atob(file.base64), (character) => character.charCodeAt(0)) };
}

/** The files of a definition in the form in which they are stored. */
export function storedFiles(files: readonly ModelFile[]): readonly StoredFile[] {
  return files.map(({ path, bytes }): StoredFile => {
    try {
      return { path, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
    } catch {
      return { path, base64: base64Of(bytes) };
    }
  });
}

const PIECE = 32_768;

function base64Of(bytes: Uint8Array): string {
  const pieces = Array.from({ length: Math.ceil(bytes.length / PIECE) }, (_, piece) =>
    String.fromCharCode(...bytes.subarray(piece * PIECE, (piece + 1) * PIECE)),
  );
  return btoa(pieces.join(''));
}

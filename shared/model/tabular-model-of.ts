import { checkNames } from './check-names.ts';
import { modelTree } from './merge-parts.ts';
import { below, type Located, optionalText, type Reader, readerOf, readersOf, textIn } from './metadata-reader.ts';
import type { ModelDocument } from './model-document.ts';
import { type ModelProblem, problemAt } from './model-problem.ts';
import type { TabularModel } from './tabular-model.ts';
import { relationshipOf, roleOf } from './tabular-relations-of.ts';
import { tabularTableOf } from './tabular-table-of.ts';
import { tmslShape } from './tmsl-shape.ts';
import { validateModel } from './validate-model.ts';

export type TabularReading =
  | { readonly kind: 'model'; readonly model: TabularModel }
  | { readonly kind: 'problems'; readonly problems: readonly ModelProblem[] };

/**
 * What a document means. Everything that is wrong is collected: repeated and missing names, references that lead
 * nowhere, and what `validateModel` finds.
 */
export function tabularModelOf(document: ModelDocument): TabularReading {
  const problems: ModelProblem[] = [];
  const report = (problem: ModelProblem): void => void problems.push(problem);
  const tree = modelTree(document, report);
  const places = new Map<object, Located>();
  const object = document.format === 'tmdl' && tree !== undefined ? tmslShape(tree) : tree;
  const database = object && { object, path: [], report, places };
  const inner = database && readerOf(database, 'model');
  if (database === undefined || inner === undefined) {
    const place = { file: document.files[0]?.path ?? '', line: 1 };
    const todo = 'Give a folder `definition` with TMDL files, or `model.bim`.';
    const said = { code: 'model-missing', what: 'There is no model in these files.', todo } as const;
    return { kind: 'problems', problems: [...problems, problemAt(place, '', said)] };
  }
  const reader = { ...below(database, inner.object), path: [] };
  checkNames(reader);
  const model = modelOf(database, reader);
  if (problems.length === 0) problems.push(...validateModel(model, places));
  return problems.length === 0 ? { kind: 'model', model } : { kind: 'problems', problems };
}

function modelOf(database: Reader, reader: Reader): TabularModel {
  const tables = readersOf(reader, 'table').map(tabularTableOf);
  return {
    name: database.object.name ?? reader.object.name ?? 'Model',
    culture: optionalText(reader, 'culture') ?? 'en-US',
    tables,
    relationships: readersOf(reader, 'relationship').flatMap((inner) => relationshipOf(inner, tables) ?? []),
    roles: readersOf(reader, 'role').map((inner) => roleOf(inner, tables)),
    expressions: readersOf(reader, 'expression').map((inner) => ({
      name: inner.object.name ?? '',
      kind: 'm',
      expression: textIn(inner, 'expression'),
    })),
  };
}

import {
  childrenOf,
  type DocumentFile,
  type Member,
  type MetadataObject,
  type ModelDocument,
  type ModelFormat,
  type TextLayout,
} from './model-document.ts';
import { tmdlShape } from './tmdl-shape.ts';
import { tmslShape } from './tmsl-shape.ts';

const TMDL_LAYOUT: TextLayout = { newline: '\n', indent: '\t' };
const TMSL_LAYOUT: TextLayout = { newline: '\n', indent: '  ' };

/**
 * The same model in the other format, in canonical form: `tree` is the whole model (`modelTree`) of `document`. Files
 * that are no part of the model's text stay.
 */
export function convertDocument(document: ModelDocument, tree: MetadataObject, format: ModelFormat): ModelDocument {
  if (document.format === format) return document;
  const kept = document.files.filter((file) => file.kind === 'kept');
  const files = format === 'tmsl' ? [tmslFile(tmslShape(tree))] : tmdlFiles(tmdlShape(tree));
  return { format, files: [...files, ...kept] };
}

function tmslFile(root: MetadataObject): DocumentFile {
  return { kind: 'tmsl', path: 'model.bim', layout: TMSL_LAYOUT, before: '', root, after: '\n' };
}

/** Types with a file for each object, and those that share one. */
const FOLDERS = new Map(
  Object.entries({
    table: 'tables',
    role: 'roles',
    cultureInfo: 'cultures',
    perspective: 'perspectives',
  }),
);
const SHARED = new Map(
  Object.entries({
    relationship: 'relationships',
    expression: 'expressions',
    function: 'functions',
    dataSource: 'dataSources',
  }),
);

/** Children of the model that TMDL writes at the root, in no object. */
const AT_ROOT = new Set(['annotation', 'extendedProperty', 'queryGroup']);

function tmdlFiles(database: MetadataObject): readonly DocumentFile[] {
  const model = childrenOf(database).find(({ type }) => type === 'model');
  const own = { ...database, members: database.members.filter((member) => member !== model) };
  const files: DocumentFile[] = [tmdlFile('database', [own])];
  if (model === undefined) return files;
  const isApart = (member: Member): member is MetadataObject =>
    member.kind === 'object' && (FOLDERS.has(member.type) || SHARED.has(member.type));
  const isAtRoot = (member: Member): member is MetadataObject => member.kind === 'object' && AT_ROOT.has(member.type);
  const apart = model.members.filter(isApart);
  const alone = apart.filter(({ type }) => FOLDERS.has(type));
  const references = alone.map((object): MetadataObject => ({ ...object, isReference: true, members: [] }));
  const inModel = { ...model, members: model.members.filter((member) => !isApart(member) && !isAtRoot(member)) };
  files.push(tmdlFile('model', [inModel, ...model.members.filter(isAtRoot), ...references]));
  for (const [type, path] of SHARED) {
    const objects = apart.filter((object) => object.type === type);
    if (objects.length > 0) files.push(tmdlFile(path, objects));
  }
  const taken = new Set<string>();
  for (const object of alone) files.push(tmdlFile(freePath(object, taken), [object]));
  return files;
}

function tmdlFile(path: string, members: readonly Member[]): DocumentFile {
  return { kind: 'tmdl', path: `definition/${path}.tmdl`, layout: TMDL_LAYOUT, members, tail: '' };
}

/** A path for an object's own file, without characters that file systems refuse, different from all others. */
function freePath({ type, name = type }: MetadataObject, taken: Set<string>): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: file names hold no control characters.
  const plain = name.replaceAll(/[<>:"/\\|?*\u0000-\u001f]/g, '_').replace(/[. ]+$/, '_') || '_';
  for (let count = 1; ; count++) {
    const path = `${FOLDERS.get(type)}/${plain}${count === 1 ? '' : ` ${count}`}`;
    if (taken.has(path.toLowerCase())) continue;
    taken.add(path.toLowerCase());
    return path;
  }
}

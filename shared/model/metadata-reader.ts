import { childrenOfType, type MetadataObject, type Place, propertyOf } from './model-document.ts';
import { type ModelProblemCode, pathWords, problemAt, type Report } from './model-problem.ts';
import { plainText } from './plain-text.ts';

/** Where a part of a tabular model is written, and how people call it. */
export type Located = { readonly place: Place; readonly words: string };

/** A metadata object, the objects around it (outermost first, without database and model), and where to report. */
export type Reader = {
  readonly object: MetadataObject;
  readonly path: readonly MetadataObject[];
  readonly report: Report;
  /** Where each part of the result was read. */
  readonly places: Map<object, Located>;
};

export function below(reader: Reader, object: MetadataObject): Reader {
  return { ...reader, object, path: [...reader.path, object] };
}

/** Readers of the children of a type. */
export function readersOf(reader: Reader, type: string): readonly Reader[] {
  return childrenOfType(reader.object, type).map((child) => below(reader, child));
}

export function readerOf(reader: Reader, type: string): Reader | undefined {
  return readersOf(reader, type)[0];
}

/** Reports something about an object, at one of its properties if it has it. */
export function complain(
  { object, path, report }: Reader,
  said: { readonly code: ModelProblemCode; readonly what: string; readonly todo: string },
  property?: string,
): void {
  const at = property === undefined ? undefined : propertyOf(object, property);
  report(problemAt(at?.place ?? object.place, pathWords(path), said));
}

/** Remembers where a part was read. */
export function placed<Part extends object>({ object, path, places }: Reader, part: Part): Part {
  places.set(part, { place: object.place, words: pathWords(path) });
  return part;
}

export function nameOf(reader: Reader): string {
  const { name, type } = reader.object;
  if (name !== undefined && name !== '') return name;
  complain(reader, { code: 'name-missing', what: `This ${type} has no name.`, todo: 'Give it one.' });
  return '';
}

export function optionalText({ object }: Reader, property: string): string | undefined {
  const value = propertyOf(object, property)?.value;
  return value === undefined ? undefined : plainText(value);
}

export function textIn(reader: Reader, property: string): string {
  return optionalText(reader, property) ?? '';
}

export function flagIn(reader: Reader, property: string, byDefault = false): boolean {
  const said = optionalText(reader, property)?.toLowerCase();
  if (said === undefined || said === 'true' || said === 'false')
    return said === undefined ? byDefault : said === 'true';
  unknownWord(reader, property, ['true', 'false']);
  return byDefault;
}

export function numberIn(reader: Reader, property: string, byDefault: number): number {
  const said = optionalText(reader, property);
  const value = said === undefined ? byDefault : Number(said);
  if (Number.isSafeInteger(value)) return value;
  const what = `'${property}' is '${said}' and no whole number.`;
  complain(reader, { code: 'word-unknown', what, todo: 'Write digits only.' }, property);
  return byDefault;
}

/** One of a table's words, read without regard to case. */
export function wordIn<Word>(
  reader: Reader,
  property: string,
  words: Readonly<Record<string, Word>>,
  byDefault: NoInfer<Word>,
): Word {
  const said = optionalText(reader, property);
  if (said === undefined) return byDefault;
  const found = Object.entries(words).find(([word]) => word.toLowerCase() === said.trim().toLowerCase());
  if (found !== undefined) return found[1];
  unknownWord(reader, property, Object.keys(words));
  return byDefault;
}

function unknownWord(reader: Reader, property: string, words: readonly string[]): void {
  const what = `'${property}' is '${textIn(reader, property)}', which is no word that it may have.`;
  complain(reader, { code: 'word-unknown', what, todo: `Write one of: ${words.join(', ')}.` }, property);
}

/** Finds by name without regard to case. */
export function indexOfName(list: readonly { readonly name: string }[], name: string): number | undefined {
  const wanted = name.toLowerCase();
  const at = list.findIndex((item) => item.name.toLowerCase() === wanted);
  return at < 0 ? undefined : at;
}

import { Fault } from '../domain/faults.ts';

const FILE_KINDS = ['csv', 'tsv', 'parquet'] as const;
export type FileKind = (typeof FILE_KINDS)[number];

/** The kinds that can be imported now, as they are named to people. */
export const SUPPORTED_FILE_KINDS = [
  ...FILE_KINDS.map((kind) => `.${kind}`),
  '.zip of a Power BI project (*.pbip)',
].join(', ');

export type NamedFile = {
  readonly kind: FileKind;
  /** The file's name without folders and extension: the name of the table and of the dataset. */
  readonly tableName: string;
};

const LONGEST_NAME = 256;

/** What a file is by its name; a fault where it has no extension, an unsupported one, or nothing before it. */
export function fileKindOf(fileName: string): NamedFile {
  const base = fileName.split(/[/\\]/).at(-1)?.trim() ?? '';
  const dot = base.lastIndexOf('.');
  const extension = dot < 0 ? '' : base.slice(dot + 1).toLowerCase();
  const kind = FILE_KINDS.find((known) => known === extension);
  const tableName = printable(dot < 0 ? '' : base.slice(0, dot));
  if (kind === undefined || tableName === '') {
    throw new Fault('file-kind-unsupported', { fileName, supported: SUPPORTED_FILE_KINDS });
  }
  return { kind, tableName: tableName.slice(0, LONGEST_NAME) };
}

/** Text on one line: control characters become spaces, spaces at the ends go. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ').trim();
}

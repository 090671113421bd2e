import { Fault } from '../domain/faults.ts';
import { type FileKind, fileKindOf, printable, SUPPORTED_FILE_KINDS } from '../source/file-kind.ts';

/** What an upload is by its name, and the name of the dataset that it becomes. */
export type UploadKind =
  | { readonly kind: 'file'; readonly name: string; readonly fileKind: FileKind }
  /** The zip of a PBIP project. */
  | { readonly kind: 'package'; readonly name: string };

const LONGEST_NAME = 256;

/** Throws `file-kind-unsupported` for a name without an extension that can be read, or without anything before it. */
export function uploadKindOf(fileName: string): UploadKind {
  const base = fileName.split(/[/\\]/).at(-1)?.trim() ?? '';
  if (!/\.zip$/i.test(base)) {
    const { kind, tableName } = fileKindOf(fileName);
    return { kind: 'file', name: tableName, fileKind: kind };
  }
  const name = printable(base.slice(0, -'.zip'.length)).slice(0, LONGEST_NAME);
  if (name === '') throw new Fault('file-kind-unsupported', { fileName, supported: SUPPORTED_FILE_KINDS });
  return { kind: 'package', name };
}

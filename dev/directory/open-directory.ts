import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { DirectoryChanges, NO_CHANGES } from './directory-changes.ts';
import { createLocalDirectory, type LocalDirectory } from './local-directory.ts';

/** The directory whose changes live in this file: a restart keeps them. A file that is no such thing is an error. */
export function openLocalDirectory(file: string): LocalDirectory {
  const begin = existsSync(file) ? DirectoryChanges.parse(JSON.parse(readFileSync(file, 'utf8'))) : NO_CHANGES;
  return createLocalDirectory(begin, (changes) => {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.new`, JSON.stringify(changes));
    renameSync(`${file}.new`, file);
  });
}

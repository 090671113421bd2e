import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The file into which the stack's processes speak. */
export type LogFile = { readonly file: string; readonly write: (line: string) => void };

const LIMIT_BYTES = 10 * 1024 * 1024;

/** Opens `stack.log` in the home folder; one that has grown too large is kept as `stack.old.log`. */
export function openLog(home: string): LogFile {
  mkdirSync(home, { recursive: true });
  const file = join(home, 'stack.log');
  if (existsSync(file) && statSync(file).size > LIMIT_BYTES) renameSync(file, join(home, 'stack.old.log'));
  return { file, write: (line) => appendFileSync(file, `${new Date().toISOString()} ${line}\n`) };
}

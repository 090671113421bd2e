import { isUtf8 } from 'node:buffer';
import { type FileHandle, open } from 'node:fs/promises';
import { Fault } from '../../domain/faults.ts';
import type { FileKind } from '../../source/file-kind.ts';

const CHUNK_BYTES = 1024 * 1024;
/** A header is looked for in this much of a file. */
const HEAD_BYTES = 4 * CHUNK_BYTES;

/** What files begin with that are sometimes named like a table. */
const SIGNATURES: readonly { readonly starts: Buffer; readonly what: string }[] = [
  { starts: Buffer.from('PK\x03\x04'), what: 'a ZIP archive or an Excel workbook' },
  { starts: Buffer.from([0x89, 0x50, 0x4e, 0x47]), what: 'a PNG picture' },
  { starts: Buffer.from([0xff, 0xd8, 0xff]), what: 'a JPEG picture' },
  { starts: Buffer.from('GIF8'), what: 'a GIF picture' },
  { starts: Buffer.from('%PDF'), what: 'a PDF document' },
  { starts: Buffer.from([0x1f, 0x8b]), what: 'a gzip archive' },
  { starts: Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), what: 'an old Excel workbook' },
  { starts: Buffer.from('SQLite format 3'), what: 'a SQLite database' },
  { starts: Buffer.from('ARROW1'), what: 'an Arrow file' },
];
const PARQUET = Buffer.from('PAR1');
const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const UTF16_MARKS = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])];
const SAVE_AGAIN = 'Open it in the program that made it, save it as CSV UTF-8, and upload that.';

/** The beginning of a text file, and whether it is all of it. */
export type TextHead = { readonly text: string; readonly isWhole: boolean };

/** Checks that a file holds what its name says, all of it text in UTF-8 where it is a text kind; returns its beginning. */
export async function checkContent(path: string, kind: FileKind): Promise<TextHead> {
  const file = await open(path, 'r');
  try {
    const size = (await file.stat()).size;
    if (size === 0) throw refused('The file is empty', 'Upload a file with a header and at least one row.');
    const head = await readAt(file, 0, Math.min(size, HEAD_BYTES));
    if (kind === 'parquet') {
      await checkParquet(file, head, size);
      return { text: '', isWhole: size === head.length };
    }
    checkLooksLikeText(head, kind);
    await checkText(file, size);
    const marked = head.subarray(0, 3).equals(UTF8_MARK);
    return { text: new TextDecoder().decode(marked ? head.subarray(3) : head), isWhole: size === head.length };
  } finally {
    await file.close();
  }
}

async function checkParquet(file: FileHandle, head: Buffer, size: number): Promise<void> {
  if (!head.subarray(0, 4).equals(PARQUET)) {
    const known = SIGNATURES.find(({ starts }) => head.subarray(0, starts.length).equals(starts));
    if (known === undefined && isUtf8(head.subarray(0, 1000)) && !head.subarray(0, 1000).includes(0)) {
      throw refused(
        'The name ends in .parquet, but the content is text',
        'If it is CSV, rename it to end in .csv and upload it again.',
      );
    }
    throw refused(
      `The name ends in .parquet, but the content is ${known?.what ?? 'something else'}`,
      'Upload a Parquet file.',
    );
  }
  const tail = await readAt(file, Math.max(0, size - 4), 4);
  if (size < 12 || !tail.equals(PARQUET)) {
    throw refused(
      'The Parquet file ends too early: its end is missing',
      'It was cut off when it was written or copied. Get a whole copy and upload that.',
    );
  }
}

function checkLooksLikeText(head: Buffer, kind: FileKind): void {
  const name = `The name ends in .${kind}, but the content is`;
  if (head.subarray(0, 4).equals(PARQUET)) {
    throw refused(`${name} a Parquet file`, 'Rename it to end in .parquet and upload it again.');
  }
  const known = SIGNATURES.find(({ starts }) => head.subarray(0, starts.length).equals(starts));
  if (known !== undefined) throw refused(`${name} ${known.what}`, SAVE_AGAIN);
  const isUtf16 = UTF16_MARKS.some((mark) => head.subarray(0, 2).equals(mark));
  if (isUtf16) throw refused('The file is encoded in UTF-16', SAVE_AGAIN);
  const start = head.subarray(0, 200).toString('latin1').trimStart().toLowerCase();
  if (start.startsWith('<!doctype html') || start.startsWith('<html')) {
    throw refused(
      `${name} a web page`,
      'It may be a sign-in page that was saved in place of the data. Get the file again.',
    );
  }
  if (/^(\[\s*)?\{\s*"/.test(start)) throw refused(`${name} JSON`, 'Save the data as CSV and upload that.');
}

/** Reads all of a text file once: no NUL bytes, and nothing that is not UTF-8. */
async function checkText(file: FileHandle, size: number): Promise<void> {
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  let lines = 1;
  let held = 0;
  let hasContent = false;
  for (let at = 0; at < size; ) {
    const { bytesRead } = await file.read(buffer, held, CHUNK_BYTES - held, at);
    if (bytesRead === 0) break;
    at += bytesRead;
    const filled = buffer.subarray(0, held + bytesRead);
    const chunk = at < size ? filled.subarray(0, filled.length - cutOff(filled)) : filled;
    checkChunk(chunk, lines);
    hasContent = hasContent || chunk.toString('utf8').replace('\ufeff', '').trim() !== '';
    lines += countLines(chunk);
    held = filled.copy(buffer, 0, chunk.length);
  }
  if (!hasContent) throw refused('The file holds only blanks', 'Upload a file with a header and at least one row.');
}

function checkChunk(chunk: Buffer, linesBefore: number): void {
  const nul = chunk.indexOf(0);
  if (nul >= 0) {
    const line = linesBefore + countLines(chunk.subarray(0, nul));
    throw refused('The file holds binary data (a NUL byte), not text', SAVE_AGAIN, `line ${line}`);
  }
  if (isUtf8(chunk)) return;
  let start = 0;
  let line = linesBefore;
  for (let end = chunk.indexOf(10); end >= 0 && isUtf8(chunk.subarray(start, end)); end = chunk.indexOf(10, start)) {
    start = end + 1;
    line += 1;
  }
  throw refused('The text is not UTF-8: a character cannot be read', SAVE_AGAIN, `line ${line}`);
}

function countLines(chunk: Buffer): number {
  let lines = 0;
  for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines += 1;
  return lines;
}

/** How many bytes at the end belong to a character that goes on in the next chunk. */
function cutOff(bytes: Buffer): number {
  const isLead = (back: number) => ((bytes.at(-back) ?? 0) & 0xc0) !== 0x80;
  const back = [1, 2, 3].find(isLead) ?? 0;
  const lead = back === 0 ? 0 : (bytes.at(-back) ?? 0);
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
  return length > back ? back : 0;
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}

function refused(what: string, advice: string, where?: string): Fault<'import-failed'> {
  return new Fault('import-failed', where === undefined ? { what, advice } : { what, where, advice });
}

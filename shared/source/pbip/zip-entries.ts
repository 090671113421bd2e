import { open } from 'node:fs/promises';
import { type Entry, getFileNameLowLevel, openPromise, type ZipFile } from 'yauzl';
import type { PbipLimits } from './pbip-package.ts';
import { zipFault } from './zip-fault.ts';

export type ZipEntry = { readonly path: string; readonly bytes: number; readonly entry: Entry };

const LONGEST_PATH = 400;
const END_RECORD = 22;
const LONGEST_COMMENT = 65_535;
const ZIP64_LOCATOR = Buffer.from('PK\x06\x07', 'latin1');
const ZIP64_FIELD = 0x0001;
const UNIX = 3;
const KIND_OF_FILE = 0xf000;
const PLAIN_KINDS = [0, 0x8000, 0x4000];
const STORED_OR_DEFLATED = [0, 8];

/** Opens an archive and gives it to the work, with its files checked one by one before any is unpacked. */
export async function withZip<T>(
  path: string,
  limits: PbipLimits,
  work: (zip: ZipFile, entries: readonly ZipEntry[]) => Promise<T>,
): Promise<T> {
  await refuseZip64(path);
  const zip = await openPromise(path, { lazyEntries: true, autoClose: false, decodeStrings: false }).catch((cause) => {
    throw zipFault('The file is no zip archive, or its end is missing', { cause });
  });
  try {
    return await work(zip, await checkedEntries(zip, limits));
  } finally {
    zip.close();
  }
}

/** Zip64 is for archives of 4 GB or 65,536 files and more, and another way to say sizes twice. */
async function refuseZip64(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const length = Math.min(size, END_RECORD + LONGEST_COMMENT + 20);
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
    const end = buffer.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
    if (end >= 20 && buffer.subarray(end - 20, end - 16).equals(ZIP64_LOCATOR)) throw zip64();
  } finally {
    await file.close();
  }
}

async function checkedEntries(zip: ZipFile, limits: PbipLimits): Promise<readonly ZipEntry[]> {
  if (zip.entryCount > limits.maxEntries) throw tooMany(zip.entryCount, limits);
  const entries: ZipEntry[] = [];
  const seen = new Map<string, string>();
  let bytes = 0;
  for await (const entry of readEntries(zip)) {
    const path = checkedPath(entry);
    checkKind(entry, path);
    const key = path.normalize('NFC').toLowerCase();
    const before = seen.get(key);
    if (before !== undefined)
      throw zipFault(before === path ? 'A file is there twice' : 'The names of two files differ in case only', {
        where: path,
        advice: 'Rename one of the two, or remove it, and zip the project again.',
      });
    seen.set(key, path);
    bytes += entry.uncompressedSize;
    if (bytes > limits.maxBytes)
      throw zipFault(`The files of the archive are more than ${limits.maxBytes} bytes when they are unpacked`, {
        advice: 'Leave out files that the model does not read, and upload it again.',
      });
    if (!path.endsWith('/')) entries.push({ path, bytes: entry.uncompressedSize, entry });
  }
  return entries;
}

async function* readEntries(zip: ZipFile): AsyncGenerator<Entry> {
  try {
    yield* zip.eachEntry();
  } catch (cause) {
    throw zipFault('The list of files in the archive is damaged', { cause });
  }
}

function checkedPath(entry: Entry): string {
  const path = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true);
  const advice = 'Zip the project again so that names are relative, with "/" between folders.';
  const refuse = (what: string) => zipFault(what, { where: path, advice });
  if (path.length > LONGEST_PATH) throw refuse(`The path of a file is longer than ${LONGEST_PATH} characters`);
  if (path.includes('\\')) throw refuse('The path of a file has a backslash');
  if (path.startsWith('/') || /^[a-z]:/i.test(path)) throw refuse('The path of a file is absolute');
  if (/\p{Cc}/u.test(path)) throw refuse('The path of a file has control characters');
  const parts = path.replace(/\/$/, '').split('/');
  if (parts.includes('..')) throw refuse('The path of a file leads out of the archive ("..")');
  if (parts.includes('.') || parts.includes('')) throw refuse('The path of a file has an empty part');
  return path;
}

function checkKind(entry: Entry, path: string): void {
  const isZip64 = entry.extraFields.some(({ id }) => id === ZIP64_FIELD);
  if (isZip64) throw zip64(path);
  if (entry.isEncrypted()) throw zipFault('A file of the archive is encrypted', { where: path });
  if (!STORED_OR_DEFLATED.includes(entry.compressionMethod))
    throw zipFault(`A file is compressed by a method that cannot be read (${entry.compressionMethod})`, {
      where: path,
    });
  const mode = entry.versionMadeBy >>> 8 === UNIX ? (entry.externalFileAttributes >>> 16) & KIND_OF_FILE : 0;
  if (!PLAIN_KINDS.includes(mode))
    throw zipFault('The archive has a link or a special file, not a plain one', {
      where: path,
      advice: 'Put the file itself there in place of the link, and zip the project again.',
    });
}

const zip64 = (where?: string) =>
  zipFault('The archive is in the Zip64 format, for archives of 4 GB and more', {
    ...(where === undefined ? {} : { where }),
    advice: 'Zip the project folder again with an ordinary zip program; leave out files that the model does not read.',
  });

const tooMany = (count: number, { maxEntries }: PbipLimits) =>
  zipFault(`The archive has ${count} files; at most ${maxEntries} can be published`, {
    advice: 'Leave out files that the model does not read, and upload it again.',
  });

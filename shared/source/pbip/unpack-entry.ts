import { createWriteStream } from 'node:fs';
import { type Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import type { ZipFile } from 'yauzl';
import type { ZipEntry } from './zip-entries.ts';
import { zipFault } from './zip-fault.ts';

/** The bytes of a file of the archive, checked against its size and its checksum. */
export async function bytesOfEntry(zip: ZipFile, entry: ZipEntry): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  await unpack(zip, entry, sink);
  return Buffer.concat(chunks);
}

/** Unpacks a file of the archive to disk, piece by piece. */
export async function unpackEntry(zip: ZipFile, entry: ZipEntry, file: string): Promise<void> {
  await unpack(zip, entry, createWriteStream(file, { flags: 'wx' }));
}

async function unpack(zip: ZipFile, { path, entry }: ZipEntry, sink: Writable): Promise<void> {
  const damaged = (cause?: unknown) => zipFault('A file of the archive is damaged', { where: path, cause });
  const source: Readable = await zip.openReadStreamPromise(entry).catch((cause) => {
    throw damaged(cause);
  });
  let checksum = 0;
  let sourceError: unknown;
  source.once('error', (cause) => {
    sourceError = cause;
  });
  const checked = async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      checksum = crc32(chunk, checksum);
      yield chunk;
    }
  };
  try {
    await pipeline(source, checked, sink);
  } catch (cause) {
    throw sourceError === undefined ? cause : damaged(cause);
  }
  if (checksum !== entry.crc32) throw damaged();
}

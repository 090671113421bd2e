import { crc32, deflateRawSync } from 'node:zlib';

export type ZipPart = {
  readonly path: string | Buffer;
  readonly content?: string | Uint8Array;
  readonly isStored?: boolean;
  readonly flags?: number;
  readonly method?: number;
  /** The size that the directory claims. */
  readonly claimedSize?: number;
  readonly claimedChecksum?: number;
  /** Unix mode of the file, `0o120777` for a symbolic link. */
  readonly mode?: number;
  readonly extra?: Buffer;
};

const UTF8_NAMES = 0x800;

/** The bytes of a zip archive, well-formed or with what its parts claim. */
export function zipBytes(parts: readonly ZipPart[], options: { readonly isZip64?: boolean } = {}): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const part of parts) {
    const name = Buffer.from(part.path);
    const content = Buffer.from(part.content ?? '');
    const packed = part.isStored === true ? content : deflateRawSync(content);
    const extra = part.extra ?? Buffer.alloc(0);
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(UTF8_NAMES | (part.flags ?? 0), 2);
    shared.writeUInt16LE(part.method ?? (part.isStored === true ? 0 : 8), 4);
    shared.writeUInt32LE(part.claimedChecksum ?? crc32(content), 10);
    shared.writeUInt32LE(packed.length, 14);
    shared.writeUInt32LE(part.claimedSize ?? content.length, 18);
    shared.writeUInt16LE(name.length, 22);
    shared.writeUInt16LE(extra.length, 24);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), shared, name, extra, packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE((part.mode ?? 0o100644) * 0x10000, 6);
    rest.writeUInt32LE(at, 10);
    const madeBy = Buffer.from([20, 3]);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02', 'latin1'), madeBy, shared, rest, name, extra]));
    locals.push(local);
    at += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(at, 16);
  const locator = Buffer.alloc(options.isZip64 === true ? 20 : 0);
  locator.write('PK\x06\x07', 'latin1');
  return Buffer.concat([...locals, central, locator, end]);
}

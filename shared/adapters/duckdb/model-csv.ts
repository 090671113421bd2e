import { createReadStream, createWriteStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isFault } from '../../domain/faults.ts';
import { readHead } from '../../source/delimited-head.ts';
import type { CsvSource } from '../../source/m/m-plan.ts';
import { textLiteral } from './model-cells.ts';
import { type Relation, tableFault } from './model-relation.ts';
import type { SourceContext } from './model-sources.ts';
import { checkContent, type TextHead } from './source-content.ts';

const UTF8 = 65001;
/** Code pages by the names that decoders know them by. */
const ENCODINGS: Readonly<Record<number, string>> = {
  874: 'windows-874',
  932: 'shift_jis',
  936: 'gbk',
  949: 'euc-kr',
  950: 'big5',
  1200: 'utf-16le',
  1201: 'utf-16be',
  20127: 'windows-1252',
  28591: 'windows-1252',
  28592: 'iso-8859-2',
  28605: 'iso-8859-15',
  65001: 'utf-8',
};
const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** A delimited text file: all columns are text, and an empty cell is an empty text. */
export async function openCsv(context: SourceContext, source: CsvSource): Promise<Relation> {
  const { table } = context;
  const file = await inUtf8(context, source.encoding);
  const head = await headOf(table, file);
  const start = readHead(head.text, head.isWhole, source.delimiter);
  if (start === undefined) {
    const advice = 'Check the delimiter and the quotation marks of the file.';
    throw tableFault(table, 'The first row of the file is longer than 4 MB', advice, { where: 'row 1' });
  }
  const found = start.firstRow.length;
  const names = typeof source.columns === 'object' ? source.columns : undefined;
  const width = names?.length ?? (typeof source.columns === 'number' ? source.columns : found);
  const read = (hasHeader: boolean) => readCsv(file, source.delimiter, { width: found, skip: start.skip, hasHeader });
  const columns = Array.from({ length: width }, (_, index) => ({
    name: names?.[index] ?? `Column${index + 1}`,
    // Columns that the query counts on and the file does not have are blank; those beyond its count are left out.
    cell: { type: 'text', sql: index < found ? `m${index}` : 'CAST(NULL AS VARCHAR)', isNullEmpty: true } as const,
    checks: [],
  }));
  const release = async (): Promise<void> => {
    if (file !== context.file) await rm(file, { force: true });
  };
  return { from: read(false), fromBelowFirst: read(true), columns, rowsAbove: start.skip, release };
}

type Shape = { readonly width: number; readonly skip: number; readonly hasHeader: boolean };

function readCsv(file: string, delimiter: string, { width, skip, hasHeader }: Shape): string {
  const columns = Array.from({ length: width }, (_, index) => `m${index}: 'VARCHAR'`).join(', ');
  return `read_csv(${textLiteral(file)}, auto_detect=false, strict_mode=true, columns={${columns}}, header=${hasHeader}, skip=${skip},
    delim=${textLiteral(delimiter)}, quote='"', escape='"')`;
}

async function headOf(table: string, file: string): Promise<TextHead> {
  try {
    return await checkContent(file, 'csv');
  } catch (thrown) {
    if (!isFault(thrown) || !('advice' in thrown.detail)) throw thrown;
    const { what, where, advice } = thrown.detail;
    throw tableFault(table, what, advice, { ...(where === undefined ? {} : { where }), cause: thrown });
  }
}

/**
 * The file in UTF-8 and with lines that end alike, written anew where it is not so. A mark at its beginning decides
 * before the query.
 */
async function inUtf8(context: SourceContext, codePage: number): Promise<string> {
  const { table, file, workFolder, place, needsEvenLines } = context;
  const isUtf8 = codePage === UTF8 || (await firstBytes(file)).equals(UTF8_MARK);
  if (isUtf8 && !needsEvenLines) return file;
  const page = isUtf8 ? UTF8 : codePage;
  const label = ENCODINGS[page] ?? (page >= 1250 && page <= 1258 ? `windows-${page}` : undefined);
  if (label === undefined) {
    const advice = 'Save the file as UTF-8 and write Encoding = 65001 in the query.';
    throw tableFault(table, `The encoding ${codePage} cannot be read`, advice);
  }
  const path = join(workFolder, `utf8-${place}`);
  await pipeline(createReadStream(file), decoding(label), createWriteStream(path));
  return path;
}

async function firstBytes(file: string): Promise<Buffer> {
  const opened = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await opened.read(Buffer.alloc(3), 0, 3, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await opened.close();
  }
}

function decoding(label: string): Transform {
  const decoder = new TextDecoder(label);
  let held = '';
  const written = (text: string, isEnd: boolean): Buffer => {
    const all = held + text;
    held = !isEnd && all.endsWith('\r') ? '\r' : '';
    return Buffer.from(all.slice(0, all.length - held.length).replaceAll('\r\n', '\n'), 'utf8');
  };
  return new Transform({
    transform: (chunk: Buffer, _encoding, done) => done(null, written(decoder.decode(chunk, { stream: true }), false)),
    flush: (done) => done(null, written(decoder.decode(), true)),
  });
}

import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { Fault } from '../../domain/faults.ts';
import type { WrittenAs } from '../../model/column-profile.ts';
import { physicalColumn, physicalTable } from '../../model/physical-names.ts';
import { columnNames } from '../../source/column-names.ts';
import { type DelimitedHead, readHead } from '../../source/delimited-head.ts';
import type { TextHead } from './source-content.ts';
import { decideTypes } from './source-decide-types.ts';
import { delimitedFault, isMixedLineEnds } from './source-faults.ts';
import { TEXT, type TextType, textTypes } from './source-text-types.ts';

const STAGED = 'staging.s';

type DelimitedFile = {
  readonly path: string;
  readonly onlyDelimiter?: string;
  readonly maxColumns: number;
  readonly workFolder: string;
};
export type LoadedColumn = {
  readonly name: string;
  readonly dataType: TextType['dataType'];
  readonly writtenAs?: WrittenAs;
};

/**
 * Reads a delimited text file into the table of the version. All values are staged as text first and each column's
 * type is decided by all of its values, so that a late `N/A` or a code with a leading zero costs nothing.
 */
export async function loadDelimited(
  connection: DuckDBConnection,
  file: DelimitedFile,
  start: TextHead,
): Promise<readonly LoadedColumn[]> {
  const head = headOf(start, file);
  const names = columnNames(head.hasHeader ? head.firstRow : head.firstRow.map(() => ''));
  await stage(connection, file, head, names);
  const types = await decideTypes(connection, STAGED, names.length, textTypes(head.delimiter));
  const columns = types.map((type, index) => `${type.value(physicalColumn(index))} AS ${physicalColumn(index)}`);
  await connection.run(`CREATE TABLE ${physicalTable(0)} AS SELECT ${columns.join(', ')} FROM ${STAGED}`);
  await connection.run(`DROP TABLE ${STAGED}`);
  return names.map((name, index) => {
    const { dataType, writtenAs } = types[index] ?? TEXT;
    return writtenAs === undefined ? { name, dataType } : { name, dataType, writtenAs };
  });
}

function headOf(start: TextHead, file: DelimitedFile): DelimitedHead {
  const head = readHead(start.text, start.isWhole, file.onlyDelimiter);
  if (head === undefined) {
    throw new Fault('import-failed', {
      what: 'The header is too long: no first row was found in the first 4 MB',
      where: 'row 1',
      advice: 'Check that the file is CSV, with a header of column names in its first row.',
    });
  }
  if (head.firstRow.length > file.maxColumns) {
    throw new Fault('import-failed', {
      what: `The file has ${head.firstRow.length} columns; at most ${file.maxColumns} can be imported`,
      where: 'row 1',
      advice: 'Keep the columns that are needed, or turn columns into rows (unpivot), and upload it again.',
    });
  }
  return head;
}

async function stage(
  connection: DuckDBConnection,
  file: DelimitedFile,
  head: DelimitedHead,
  names: readonly string[],
): Promise<void> {
  try {
    await readText(connection, file.path, head);
  } catch (thrown) {
    if (!isMixedLineEnds(thrown)) throw delimitedFault(thrown, names);
    const even = join(file.workFolder, 'even-line-ends');
    await pipeline(createReadStream(file.path), withoutCarriageReturns(), createWriteStream(even));
    try {
      await readText(connection, even, head);
    } catch (again) {
      throw delimitedFault(again, names);
    } finally {
      await rm(even, { force: true });
    }
  }
}

async function readText(connection: DuckDBConnection, path: string, head: DelimitedHead): Promise<void> {
  const columns = head.firstRow.map((_, index) => `'${physicalColumn(index)}': 'VARCHAR'`).join(', ');
  await connection.run(
    `CREATE OR REPLACE TABLE ${STAGED} AS SELECT * FROM read_csv($1, auto_detect=false, strict_mode=true,
      columns={${columns}}, header=${head.hasHeader}, skip=${head.skip}, delim='${head.delimiter}',
      quote='"', escape='"', nullstr=['', 'NULL', '\\N'])`,
    [path],
  );
}

/** `\r\n` as `\n`, for a file that mixes both. */
function withoutCarriageReturns(): Transform {
  let held = '';
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const text = held + chunk.toString('latin1');
      held = text.endsWith('\r') ? '\r' : '';
      done(null, Buffer.from(text.slice(0, text.length - held.length).replaceAll('\r\n', '\n'), 'latin1'));
    },
    flush(done) {
      done(null, Buffer.from(held, 'latin1'));
    },
  });
}

import { openAsBlob, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type ApiClient, readStart, signIn, untilDefined } from '../../dev/samples/api-client.ts';
import { DatasetTable, Group, Import, listOf, TemporaryUploadLocation } from '../../shared/contract/power-bi.ts';
import type { Bench } from './bench.ts';
import { watchChildren } from './child-memory.ts';
import { withDatabase, writeCsv } from './sales-model.ts';
import { AUTHOR, openStack } from './sample-stack.ts';
import { timed } from './statistics.ts';

const MEGABYTE = 1024 ** 2;
/** Comes to about 100 MB. */
const ROWS = 1_500_000;
const LIMIT_MS = 300_000;

/** A CSV file of 100 MB by HTTP: upload, import, first report; against DuckDB reading the same file by itself. */
export const importFile: Bench = async (context) => {
  const file = join(context.folder, 'Sales.csv');
  context.say('a CSV file');
  await writeCsv(file, ROWS);
  const megabytes = statSync(file).size / MEGABYTE;
  context.say('DuckDB by itself');
  const yardstick = await timed(() =>
    withDatabase(join(context.folder, 'yardstick.duckdb'), async (connection) => {
      await connection.run(`CREATE TABLE sales AS FROM read_csv('${file.replaceAll("'", "''")}')`);
      await connection.run('CHECKPOINT');
    }),
  );

  const stack = await openStack(context);
  const author = await signIn(await readStart(stack.wellKnown), AUTHOR);
  const group = await author.call('POST', `${author.start.apiBase}/groups`, Group, { name: 'Bench' });
  const address = `${author.start.apiBase}/groups/${group.id}`;
  context.say('upload');
  const place = await author.call('POST', `${address}/imports/createTemporaryUploadLocation`, TemporaryUploadLocation);
  const uploadMs = await timed(() => upload(place.url, file));
  context.say('import');
  const reader = watchChildren(stack.processes.find(({ name }) => name === 'data-movement')?.pid ?? 0);
  let peak: number | undefined;
  const importMs = await timed(() => runImport(author, address, place.url)).finally(() => {
    peak = reader.stop();
  });
  const together = (uploadMs + importMs) / 1000;
  return [
    { what: 'CSV file', figure: megabytes, unit: 'MB', note: `${ROWS.toLocaleString('en-US')} rows, 7 columns` },
    { what: 'upload and import, end to end', figure: together, unit: 's' },
    { what: 'upload and import, end to end', figure: megabytes / together, unit: 'MB/s' },
    { what: '  upload through the edge', figure: uploadMs / 1000, unit: 's' },
    { what: '  import until the report is there', figure: importMs / 1000, unit: 's' },
    ...(peak === undefined
      ? []
      : [{ what: '  peak memory of the reading process', figure: peak / MEGABYTE, unit: 'MB' }]),
    { what: 'DuckDB by itself: read_csv into a file', figure: yardstick / 1000, unit: 's' },
    { what: 'import against DuckDB by itself', figure: importMs / yardstick, unit: 'x' },
  ];
};

async function upload(url: string, file: string): Promise<void> {
  const headers = { 'x-ms-blob-type': 'BlockBlob', 'content-type': 'text/csv' };
  const put = await fetch(url, { method: 'PUT', headers, body: await openAsBlob(file) });
  await put.body?.cancel();
  if (!put.ok) throw new Error(`The upload was answered ${put.status}.`);
}

/** Imports what was uploaded, and checks that the model has the file's columns. */
async function runImport(author: ApiClient, address: string, fileUrl: string): Promise<void> {
  const asked = `${address}/imports?datasetDisplayName=Sales.csv`;
  const { id } = await author.call('POST', asked, z.object({ id: z.string() }), { fileUrl });
  const done = await untilDefined('The import', LIMIT_MS, async () => {
    const now = await author.call('GET', `${address}/imports/${id}`, Import);
    if (now.importState === 'Failed') throw new Error(`The import failed: ${now.error?.message ?? 'no reason given'}`);
    return now.importState === 'Succeeded' ? now : undefined;
  });
  const dataset = done.datasets[0]?.id ?? '';
  const { value } = await author.call('GET', `${address}/datasets/${dataset}/tables`, listOf(DatasetTable));
  if (value[0]?.columns.length !== 7)
    throw new Error('The imported table does not have the seven columns of the file.');
}

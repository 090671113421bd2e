import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { streamXlsxRows } from 'hucre/xlsx';
import { isFault } from '../../domain/faults.ts';
import type { ExcelSource } from '../../source/m/m-plan.ts';
import { tagged } from './model-cells.ts';
import { type ExcelPlace, findInWorkbook } from './model-excel-places.ts';
import { type Relation, tableFault } from './model-relation.ts';
import type { SourceContext } from './model-sources.ts';
import { stageRows } from './model-staging.ts';

type Row = readonly (string | null)[];

/** A sheet, a table or a named range of a workbook, read row by row. */
export async function openExcel(context: SourceContext, source: ExcelSource): Promise<Relation> {
  try {
    const place = await findInWorkbook(context.file, source);
    if (place === undefined) throw noItem(context.table, source);
    const rows = rowsOf(context.file, place);
    if (!place.hasHeader) return await stageRows(context, rows, 0);
    const { value: header } = await rows.next();
    const names = header?.map((cell, index) => cell?.slice(1) ?? `Column${index + 1}`) ?? [];
    const staged = await stageRows(context, rows, names.length);
    const columns = staged.columns.map((column, index) => ({ ...column, name: names[index] ?? column.name }));
    return { ...staged, columns, rowsAbove: 1 };
  } catch (cause) {
    if (!isFault(cause)) {
      const what = 'The file could not be read as an Excel workbook (*.xlsx)';
      throw tableFault(context.table, what, 'Open it in Excel, save it again, and upload that.', { cause });
    }
    const detail = 'advice' in cause.detail ? cause.detail : undefined;
    if (detail === undefined || detail.where?.startsWith('table ') === true) throw cause;
    throw tableFault(context.table, detail.what, 'Open the workbook in Excel, save it again, and upload that.', {
      cause,
    });
  }
}

/** Rows of an area, the empty ones between others too; the stream of a sheet leaves those out. */
async function* rowsOf(file: string, { sheet, area }: ExcelPlace): AsyncGenerator<Row, undefined> {
  const stream: ReadableStream<Uint8Array> = Readable.toWeb(createReadStream(file));
  let next = area?.top;
  for await (const { index, values } of streamXlsxRows(stream, { sheet })) {
    if (area !== undefined && index < area.top) continue;
    if (area !== undefined && index > area.bottom) break;
    for (next ??= index; next < index; next += 1) yield [];
    next = index + 1;
    const cells = area === undefined ? values : values.slice(area.left, area.right + 1);
    yield cells.map(tagged);
  }
  return undefined;
}

function noItem(table: string, { item }: ExcelSource): Error {
  const named = typeof item === 'number' ? `a sheet number ${item + 1}` : `a sheet, table or named range "${item}"`;
  const advice = 'Check the name of the sheet in the workbook, and in the query.';
  return tableFault(table, `The workbook has not ${named}`, advice);
}

import type { Answer } from '../query/question.ts';
import { csvCell, csvText } from './csv-cell.ts';

/** Spreadsheets take a file without it for one of an older encoding. */
const BYTE_ORDER_MARK = '\uFEFF';

/** An answer as a CSV file: a line of column names and one line a row, as RFC 4180 writes them, in UTF-8 with its mark. */
export function csvOf({ columns, rowCount }: Answer): string {
  const lines = [columns.map(({ name }) => csvText(name))];
  for (let row = 0; row < rowCount; row += 1) {
    lines.push(columns.map(({ values, dataType }) => csvCell(values[row] ?? null, dataType)));
  }
  return `${BYTE_ORDER_MARK}${lines.map((cells) => `${cells.join(',')}\r\n`).join('')}`;
}

/** How the first rows of a delimited text file are to be read. */
export type DelimitedHead = {
  readonly delimiter: string;
  /** The cells of the first row, as they are. */
  readonly firstRow: readonly string[];
  /** False where the first row is data already: every cell of it is a number or a date. */
  readonly hasHeader: boolean;
  /** Lines before the first row: empty ones, and a `sep=;` line as Excel writes it. */
  readonly skip: number;
};

const DELIMITERS = [',', ';', '\t', '|'];
const ROWS_LOOKED_AT = 100;
const SEPARATOR_LINE = /^sep=([,;\t|])\r?\n/i;
const NUMBER_OR_DATE = /^-?(\d+([.,]\d+)?|\.\d+)([eE][+-]?\d+)?$|^\d{4}[-/]\d{1,2}[-/]\d{1,2}([T ][\d:.]+Z?)?$/;
const YEAR = /^(19|20|21)\d\d$/;

/**
 * Finds the separator and the header in the beginning of a file. Each separator is tried, and the one wins under
 * which most rows have as many cells as the first. `isWhole` says that nothing follows the text.
 */
export function readHead(text: string, isWhole: boolean, only?: string): DelimitedHead | undefined {
  const declared = SEPARATOR_LINE.exec(text);
  const afterDeclared = declared === null ? text : text.slice(declared[0].length);
  const blank = /^(\r?\n)*/.exec(afterDeclared)?.[0] ?? '';
  const body = afterDeclared.slice(blank.length);
  const candidates = only === undefined ? (declared?.[1] === undefined ? DELIMITERS : [declared[1]]) : [only];
  let best: { delimiter: string; firstRow: readonly string[]; score: number } | undefined;
  for (const delimiter of candidates) {
    const rows = readRows(body, delimiter, isWhole);
    const firstRow = rows[0];
    if (firstRow === undefined) continue;
    const even = rows.filter((row) => row.length === firstRow.length).length / rows.length;
    const score = firstRow.length === 1 ? 0 : 1 + even + Math.min(firstRow.length, 50) / 1000;
    if (best === undefined || score > best.score) best = { delimiter, firstRow, score };
  }
  if (best === undefined) return undefined;
  const skip = (declared === null ? 0 : 1) + blank.replaceAll('\r', '').length;
  return { delimiter: best.delimiter, firstRow: best.firstRow, hasHeader: !isData(best.firstRow), skip };
}

/** A row of numbers and dates only is data; a row of years only is the header of a cross table. */
function isData(row: readonly string[]): boolean {
  const cells = row.map((cell) => cell.trim());
  return (
    cells.every((cell) => NUMBER_OR_DATE.test(cell)) && !(cells.length > 1 && cells.every((cell) => YEAR.test(cell)))
  );
}

/** The first rows with any content, by the rules of RFC 4180; the last one is left out where it may go on. */
function readRows(text: string, delimiter: string, isWhole: boolean): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let at = 0;
  while (at < text.length && rows.length < ROWS_LOOKED_AT) {
    const row = readRow(text, at, delimiter);
    if (!row.isEnded && !isWhole) break;
    at = row.next;
    if (row.cells.length > 1 || row.cells[0]?.trim() !== '') rows.push(row.cells);
  }
  return rows;
}

function readRow(text: string, start: number, delimiter: string): { cells: string[]; next: number; isEnded: boolean } {
  const cells: string[] = [];
  let at = start;
  for (;;) {
    const cell = text[at] === '"' ? readQuoted(text, at) : { value: '', next: at };
    at = cell.next;
    const from = at;
    while (at < text.length && text[at] !== delimiter && text[at] !== '\n' && text[at] !== '\r') at += 1;
    cells.push(cell.value + text.slice(from, at));
    if (at >= text.length) return { cells, next: at, isEnded: false };
    if (text[at] !== delimiter) return { cells, next: at + (text.startsWith('\r\n', at) ? 2 : 1), isEnded: true };
    at += 1;
  }
}

function readQuoted(text: string, start: number): { value: string; next: number } {
  let value = '';
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return { value: value + text.slice(at), next: text.length };
    value += text.slice(at, quote);
    if (text[quote + 1] !== '"') return { value, next: quote + 1 };
    value += '"';
    at = quote + 2;
  }
}

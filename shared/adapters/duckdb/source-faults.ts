import { Fault, isFault } from '../../domain/faults.ts';

/** What DuckDB says in words only: its reader's errors carry no codes. Each row is held by a test against the reader. */
const RAGGED = /CSV Error on Line: (\d+)[\s\S]*Expected Number of Columns: (\d+) Found: (\d+)/;
const LINE = /CSV Error on Line: (\d+)/;
const ON_A_MARK =
  'Check the quotation marks there: a value that holds the separator, a line break or a quotation mark stands in quotation marks, and those inside it are doubled.';

export function isMixedLineEnds(thrown: unknown): boolean {
  return messageOf(thrown).includes('state machine reached an invalid state');
}

/** An error of the CSV reader in a person's words. */
export function delimitedFault(thrown: unknown, names: readonly string[]): Fault<'import-failed'> {
  const message = messageOf(thrown);
  const ragged = RAGGED.exec(message);
  if (ragged !== null) return raggedFault(Number(ragged[1]), Number(ragged[2]), Number(ragged[3]), names, thrown);
  const line = LINE.exec(message)?.[1];
  const where = line === undefined ? {} : { where: `row ${line}` };
  const failed = (what: string, advice: string) =>
    new Fault('import-failed', { what, ...where, advice }, { cause: thrown });
  if (message.includes('unterminated quote'))
    return failed('A quotation mark is not closed, or text follows the closing one', ON_A_MARK);
  if (message.includes('Maximum line size')) {
    return failed(
      'A row is longer than 2 MB',
      'A quotation mark may be missing its partner. Shorten the row, or check its quotation marks.',
    );
  }
  if (message.includes('state machine'))
    return failed('The file is not well-formed CSV', 'Save it again as CSV UTF-8.');
  return readerFault(thrown, 'The file could not be read as CSV', 'Save it again as CSV UTF-8.', where);
}

/** Anything else a reader may throw: out of memory in its own words, the rest as `what`. */
export function readerFault(
  thrown: unknown,
  what: string,
  advice: string,
  where: { readonly where?: string } = {},
): Fault<'import-failed'> {
  if (isFault(thrown) && 'advice' in thrown.detail) return new Fault('import-failed', thrown.detail, { cause: thrown });
  const message = messageOf(thrown);
  if (
    message.includes('Out of Memory') ||
    message.includes('failed to offload') ||
    message.includes('max_temp_directory_size')
  ) {
    return new Fault(
      'import-failed',
      {
        what: 'The file needs more memory than an import may use',
        advice: 'Split the file, or leave out wide text columns.',
      },
      { cause: thrown },
    );
  }
  return new Fault('import-failed', { what, ...where, advice }, { cause: thrown });
}

function raggedFault(
  row: number,
  wanted: number,
  found: number,
  names: readonly string[],
  cause: unknown,
): Fault<'import-failed'> {
  const what = `Row ${row} has ${values(found)}, but the first row has ${values(wanted)}`;
  const column = found < wanted ? names[found] : names.at(-1);
  const where =
    column === undefined ? `row ${row}` : `row ${row}, ${found < wanted ? 'from' : 'after'} column "${column}"`;
  const advice =
    found < wanted
      ? 'Add the missing values (a separator for each empty one).'
      : 'Remove what is too much, or put a value that holds the separator in quotation marks.';
  return new Fault('import-failed', { what, where, advice }, { cause });
}

function values(count: number): string {
  return count === 1 ? '1 value' : `${count} values`;
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : '';
}

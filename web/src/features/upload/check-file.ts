type FileFact = { readonly name: string; readonly size: number };

/** What is wrong with a file before anything is sent: what, and what to do. */
export type FileRefusal = { readonly what: string; readonly advice: string };

const SUPPORTED = ['csv', 'tsv', 'parquet'];
export const ACCEPTED = SUPPORTED.map((kind) => `.${kind}`).join(',');

const ADVICE: Readonly<Record<string, string>> = {
  xlsx: 'In Excel choose File, Save as, CSV UTF-8, one file for each sheet.',
  xls: 'In Excel choose File, Save as, CSV UTF-8, one file for each sheet.',
  ods: 'Save the sheet as CSV and bring that file.',
  json: 'Save it as CSV or Parquet and bring that file.',
  txt: 'If it holds a table, save it as CSV and bring that file.',
  zip: 'Unpack it and bring the CSV or Parquet file inside.',
  gz: 'Unpack it and bring the CSV or Parquet file inside.',
  pbix: 'Export the table that you need as CSV and bring that file.',
};

function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? '' : name.slice(dot + 1).toLowerCase();
}

/** The checks that need no upload. The service makes its own, and deeper ones. */
export function checkFile(file: FileFact): FileRefusal | undefined {
  const extension = extensionOf(file.name);
  if (!SUPPORTED.includes(extension)) {
    const kind = extension === '' ? 'has no extension that tells its kind' : `is a .${extension} file`;
    const advice = ADVICE[extension] ?? 'Save the table as CSV or Parquet and bring that file.';
    return { what: `“${file.name}” ${kind}. CSV, TSV and Parquet files can be read for now.`, advice };
  }
  if (file.size === 0) {
    return { what: `“${file.name}” is empty.`, advice: 'Check that it was saved completely, then bring it again.' };
  }
  return undefined;
}

/** One file at a time: of several, the first one that can be read. */
export function chooseFile<F extends FileFact>(files: readonly F[]): F | undefined {
  return files.find((file) => checkFile(file) === undefined) ?? files[0];
}

import { gunzipSync, inflateRawSync } from 'node:zlib';
import type { CsvSource } from './m-plan.ts';
import { countIn, isNothing, type MValue, notSupported, scalar, textIn, textsIn } from './m-value.ts';

/** A function of the library over what its arguments came to; undefined where it takes another form than we know. */
export type MFunction = (args: readonly MValue[]) => MValue | undefined;

const MOST_INFLATED = 16 * 1024 * 1024;
const UTF8 = 65001;

/** Where data come from: files of the package, and data entered by hand. */
export const SOURCE_FUNCTIONS: Readonly<Record<string, MFunction>> = {
  'File.Contents': ([path]) => {
    const text = textIn(path);
    return text === undefined ? undefined : { kind: 'file', path: text };
  },
  'Csv.Document': csvDocument,
  'Parquet.Document': ([file]) =>
    file?.kind === 'file'
      ? { kind: 'table', plan: { source: { kind: 'parquet', path: file.path }, steps: [] } }
      : undefined,
  'Json.Document': ([content]) => {
    if (content?.kind === 'file') return { kind: 'records', path: content.path, column: undefined };
    return content?.kind === 'bytes' ? valueOfJson(content.bytes) : undefined;
  },
  'Excel.Workbook': ([file, headers]) => {
    if (file?.kind !== 'file') return undefined;
    const hasHeaders = headers?.kind === 'scalar' && headers.value === true;
    const isKnown = isNothing(headers) || headers?.kind === 'scalar';
    return isKnown ? { kind: 'workbook', path: file.path, hasHeaders } : undefined;
  },
  'Binary.Buffer': ([content]) => (content?.kind === 'file' || content?.kind === 'bytes' ? content : undefined),
  'Binary.FromText': ([text, encoding]) => {
    const written = textIn(text);
    const isBase64 = isNothing(encoding) || (encoding?.kind === 'option' && encoding.name.endsWith('.Base64'));
    if (written === undefined || !isBase64) return undefined;
    return { kind: 'bytes', bytes: Buffer.from(written, 'base64') };
  },
  'Binary.Decompress': ([content, how]) => {
    if (content?.kind !== 'bytes' || how?.kind !== 'option') return undefined;
    return inflated(content.bytes, how.name.endsWith('.GZip') ? gunzipSync : inflateRawSync);
  },
};

function csvDocument([file, second, delimiter, extra, encoding]: readonly MValue[]): MValue | undefined {
  if (file?.kind !== 'file') return undefined;
  const options = second?.kind === 'record' ? second.fields : undefined;
  const given = (name: string, value: MValue | undefined) => (options === undefined ? value : options.get(name));
  const columns = given('Columns', second);
  const separator = given('Delimiter', delimiter);
  const codePage = given('Encoding', encoding);
  const names = columns?.kind === 'list' ? textsIn(columns) : undefined;
  const width = names ?? countIn(columns);
  const sign = isNothing(separator) ? ',' : textIn(separator);
  const page = isNothing(codePage) ? UTF8 : countIn(codePage);
  if ((width === undefined && !isNothing(columns)) || page === undefined) return undefined;
  if (sign === undefined || [...sign].length !== 1) return undefined;
  const values = given('ExtraValues', extra);
  if (values?.kind === 'option' && values.name !== 'ExtraValues.Ignore' && values.name !== 'ExtraValues.Error')
    return notSupported(values.name, 'The values of rows that are too long cannot be kept');
  const source: CsvSource = {
    kind: 'csv',
    path: file.path,
    delimiter: sign,
    encoding: page,
    ...(width === undefined ? {} : { columns: width }),
  };
  return { kind: 'table', plan: { source, steps: [] } };
}

function inflated(bytes: Uint8Array, inflate: typeof inflateRawSync): MValue {
  try {
    return { kind: 'bytes', bytes: inflate(bytes, { maxOutputLength: MOST_INFLATED }) };
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    return notSupported('Binary.Decompress', 'The data in the expression are damaged, or more than 16 MB');
  }
}

function valueOfJson(bytes: Uint8Array): MValue {
  try {
    return plainValue(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    return notSupported('Json.Document', 'The data in the expression are no JSON');
  }
}

/** Rows as they are entered by hand: lists of texts, numbers, logical values and blanks, a list in a list at most. */
function plainValue(value: unknown, depth = 0): MValue {
  if (Array.isArray(value) && depth < 2)
    return { kind: 'list', items: value.map((item) => plainValue(item, depth + 1)) };
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return scalar(value);
  return { kind: 'other', what: 'nested data' };
}

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipBytes } from '../source/pbip/zip-bytes.ts';

const CONFORMANCE = join(
  process.env['AZIMUTH_REFERENCE'] ?? join(import.meta.dirname, '../../../shared'),
  'conformance/dax',
);
export const isConformanceThere = existsSync(join(CONFORMANCE, 'model.bim'));

export type PackageFiles = Readonly<Record<string, string | Uint8Array>>;

/** The zip of a project with these files. */
export function zipOf(files: PackageFiles): Buffer {
  return zipBytes(Object.entries(files).map(([path, content]) => ({ path, content: Buffer.from(content) })));
}

/** The conformance model as a project, in one of its two forms. */
export function conformanceFiles(form: 'tmdl' | 'bim'): PackageFiles {
  const files: Record<string, Uint8Array> = {};
  const add = (path: string, file: string) => {
    files[path] = readFileSync(join(CONFORMANCE, file));
  };
  for (const name of readdirSync(join(CONFORMANCE, 'data'))) add(`data/${name}`, `data/${name}`);
  if (form === 'bim') add('Sales.SemanticModel/model.bim', 'model.bim');
  else {
    for (const entry of readdirSync(join(CONFORMANCE, 'model.tmdl'), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name).slice(join(CONFORMANCE, 'model.tmdl').length + 1);
      add(`Sales.SemanticModel/${path}`, `model.tmdl/${path}`);
    }
  }
  return files;
}

export type TableSample = {
  readonly columns: readonly { readonly name: string; readonly dataType?: string; readonly [key: string]: unknown }[];
  /** The file that the table reads, of comma-separated values; or another M text. */
  readonly csv?: string;
  readonly m?: string;
  readonly dax?: string;
  readonly measures?: Readonly<Record<string, string>>;
};

/** A project with a `model.bim` of these tables; more of the model, and more files. */
export function projectOf(
  tables: Readonly<Record<string, TableSample>>,
  more: {
    readonly model?: { readonly tables?: readonly object[]; readonly [key: string]: unknown };
    readonly files?: PackageFiles;
  } = {},
): PackageFiles {
  const own = Object.entries(tables).map(([name, { columns, csv, m, dax, measures = {} }]) => ({
    name,
    columns: columns.map((column) => ({ ...('expression' in column ? { type: 'calculated' } : {}), ...column })),
    measures: Object.entries(measures).map(([measure, expression]) => ({ name: measure, expression })),
    partitions: [
      {
        name,
        source:
          dax === undefined
            ? { type: 'm', expression: m ?? csvQuery(csv ?? `${name}.csv`, columns) }
            : { type: 'calculated', expression: dax },
      },
    ],
  }));
  const model = { culture: 'en-US', ...more.model, tables: [...(more.model?.tables ?? []), ...own] };
  const bim = JSON.stringify({ name: 'Sample', compatibilityLevel: 1567, model });
  return { 'Sample.SemanticModel/model.bim': bim, ...more.files };
}

const M_TYPES: Readonly<Record<string, string>> = { int64: 'Int64.Type', string: 'type text', double: 'type number' };

function csvQuery(file: string, columns: TableSample['columns']): string {
  const types = columns
    .filter((column) => !('expression' in column))
    .map(({ name, dataType }) => `{"${name}", ${M_TYPES[dataType ?? ''] ?? 'type any'}}`);
  return `let
  Source = Csv.Document(File.Contents("C:\\data\\${file}"), [Delimiter = ",", Encoding = 65001]),
  Headers = Table.PromoteHeaders(Source, [PromoteAllScalars = true]),
  Types = Table.TransformColumnTypes(Headers, {${types.join(', ')}}, "en-US")
in
  Types`;
}

/** A column of data. */
export const data = (name: string, dataType: string) => ({ name, dataType, sourceColumn: name });
/** A column that is computed. */
export const computed = (name: string, dataType: string, expression: string) => ({ name, dataType, expression });

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { readModel } from '../../../shared/model/read-model.ts';
import type { ColumnType, TabularModel, TabularTable } from '../../../shared/model/tabular-model.ts';
import { serialOfIso } from './serial-day.ts';
import type { Value } from './value.ts';
import type { Data } from './world.ts';

const ROOT = process.env['AZIMUTH_REFERENCE'] ?? fileURLToPath(new URL('../../../../shared', import.meta.url));
const FOLDER = join(ROOT, 'conformance/dax');

export const hasReference = existsSync(FOLDER);

const Cell = z.union([z.number(), z.string(), z.boolean(), z.null()]);

const Case = z.object({
  id: z.string(),
  dax: z.string(),
  columns: z.array(z.object({ name: z.string(), type: z.string() })).optional(),
  rows: z.array(z.array(Cell)).optional(),
  ordered: z.boolean().optional(),
  user: z.string().optional(),
  impersonate: z.string().optional(),
  error: z.unknown().optional(),
  expect: z.literal('nothing').optional(),
});
export type Case = z.infer<typeof Case>;

export function readCases(): readonly Case[] {
  return readdirSync(join(FOLDER, 'cases')).flatMap((file) =>
    z.array(Case).parse(JSON.parse(readFileSync(join(FOLDER, 'cases', file), 'utf8'))),
  );
}

export function readReferenceModel(): TabularModel {
  const { reading } = readModel([{ path: 'model.bim', bytes: readFileSync(join(FOLDER, 'model.bim')) }]);
  if (reading.kind === 'problems') throw new Error('The reference model cannot be read.');
  return reading.model;
}

/** The rows of the model's files; what is calculated is left blank, for `calculateData`. */
export function readReferenceData(model: TabularModel): Data {
  return model.tables.map((table) => {
    const { calculationGroup } = table;
    if (calculationGroup !== undefined) return calculationGroup.items.map(({ name, ordinal }) => [name, ordinal]);
    const path = join(FOLDER, 'data', `${table.name}.csv`);
    return existsSync(path) ? readRows(table, readFileSync(path, 'utf8')) : [];
  });
}

function readRows(table: TabularTable, text: string): readonly (readonly Value[])[] {
  const [header = [], ...lines] = text.trimEnd().split('\n').map(cellsOf);
  const { source } = table.partitions[0] ?? {};
  const blankTexts = source?.kind === 'm' ? (/ReplaceValue\([^{]*\{([^}]*)\}/.exec(source.expression)?.[1] ?? '') : '';
  return lines.map((line) =>
    table.columns.map(({ name, dataType, source: from }): Value => {
      const place = from.kind === 'data' ? header.indexOf(from.sourceColumn) : -1;
      const cell = line[place];
      if (cell === undefined || (cell === '' && blankTexts.includes(`"${name}"`))) return null;
      return readCell(cell, dataType);
    }),
  );
}

function cellsOf(line: string): readonly string[] {
  const cells = [...line.replace(/\r$/, '').matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)];
  return cells.map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '');
}

function readCell(cell: string, type: ColumnType): Value {
  if (type === 'String') return cell;
  if (cell === '') return null;
  if (type === 'Boolean') return cell.toLowerCase() === 'true';
  return type === 'DateTime' ? serialOfIso(cell) : Number(cell);
}

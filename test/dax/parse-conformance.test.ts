import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { parseExpression } from '../../shared/dax/parse-expression.ts';
import { parseQuery } from '../../shared/dax/parse-query.ts';

const ROOT = process.env['AZIMUTH_REFERENCE'] ?? fileURLToPath(new URL('../../../shared', import.meta.url));
const FOLDER = join(ROOT, 'conformance/dax');

const Case = z.object({ id: z.string(), dax: z.string() });
const Cases = z.union([z.array(Case), z.object({ cases: z.array(Case) }).transform(({ cases }) => cases)]);
const Lines = z.union([z.string(), z.array(z.string()).transform((lines) => lines.join('\n'))]);
const Expressed = z.object({ name: z.string(), expression: Lines.optional() });
const Partition = z.object({ source: z.object({ type: z.string(), expression: Lines.optional() }) });
const Model = z.object({
  model: z.object({
    tables: z.array(
      z.object({
        columns: z.array(Expressed).default([]),
        measures: z.array(Expressed).default([]),
        partitions: z.array(Partition).default([]),
        calculationGroup: z.object({ calculationItems: z.array(Expressed) }).optional(),
      }),
    ),
    roles: z.array(
      z.object({
        tablePermissions: z.array(z.object({ name: z.string(), filterExpression: Lines.optional() })).default([]),
      }),
    ),
  }),
});

const readJson = (file: string): unknown => JSON.parse(readFileSync(join(FOLDER, file), 'utf8'));

describe.skipIf(!existsSync(FOLDER))(
  'the shared DAX cases (skipped where the reference material is not at hand)',
  () => {
    test('every query is read, but for the one that lacks a parenthesis', () => {
      const cases = readdirSync(join(FOLDER, 'cases')).flatMap((file) => Cases.parse(readJson(join('cases', file))));
      expect(cases.length).toBeGreaterThan(100);
      const failed = cases.filter(({ dax }) => parseQuery(dax).kind === 'problems').map(({ id }) => id);
      expect(failed).toEqual(['errors.missing-parenthesis']);
    });

    test('every expression of the model is read', () => {
      const { model } = Model.parse(readJson('model.bim'));
      const texts = [
        ...model.tables.flatMap(({ columns, measures, partitions, calculationGroup }) => [
          ...[...columns, ...measures, ...(calculationGroup?.calculationItems ?? [])].map(
            ({ expression }) => expression,
          ),
          ...partitions.filter(({ source }) => source.type === 'calculated').map(({ source }) => source.expression),
        ]),
        ...model.roles.flatMap((role) => role.tablePermissions.map(({ filterExpression }) => filterExpression)),
      ].filter((text) => text !== undefined);
      expect(texts.length).toBeGreaterThan(40);
      expect(texts.filter((text) => parseExpression(text).kind === 'problems')).toEqual([]);
    });
  },
);

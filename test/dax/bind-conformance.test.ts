import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { bindCalculatedColumn, bindCalculatedTable, bindRowFilter } from '../../shared/dax/bind/bind-expression.ts';
import { bindQuery } from '../../shared/dax/bind/bind-query.ts';
import { indexModel, type ModelIndex } from '../../shared/dax/bind/model-index.ts';
import { parseQuery } from '../../shared/dax/parse-query.ts';
import { readModel } from '../../shared/model/read-model.ts';

const ROOT = process.env['AZIMUTH_REFERENCE'] ?? fileURLToPath(new URL('../../../shared', import.meta.url));
const FOLDER = join(ROOT, 'conformance/dax');

const Case = z.object({
  id: z.string(),
  dax: z.string(),
  columns: z.array(z.object({ name: z.string() })).optional(),
  error: z.unknown().optional(),
});

/** Wrong only once data is seen, or for the person who asks. */
const BOUND_ALL_THE_SAME = [
  'errors.conversion',
  'errors.many-values-as-scalar',
  'security.ols-column',
  'security.ols-measure',
];

function readIndex(): ModelIndex {
  const { reading } = readModel([{ path: 'model.bim', bytes: readFileSync(join(FOLDER, 'model.bim')) }]);
  if (reading.kind === 'problems') throw new Error('The shared model cannot be read.');
  return indexModel(reading.model);
}

function bindCase(index: ModelIndex, dax: string): readonly string[] | undefined {
  const parsed = parseQuery(dax);
  const result = parsed.kind === 'parsed' ? bindQuery(index, parsed.tree, dax) : undefined;
  if (result?.kind !== 'bound') return undefined;
  const [evaluate] = result.tree.evaluates;
  return evaluate?.table.columns.map(({ qualifier, name }) => `${qualifier ?? ''}[${name}]`).sort();
}

describe.skipIf(!existsSync(FOLDER))(
  'the shared DAX cases (skipped where the reference material is not at hand)',
  () => {
    const cases = () =>
      readdirSync(join(FOLDER, 'cases')).flatMap((file) =>
        z.array(Case).parse(JSON.parse(readFileSync(join(FOLDER, 'cases', file), 'utf8'))),
      );

    test('every query binds, with the names of its columns; those that should fail do', () => {
      const index = readIndex();
      for (const { id, dax, columns, error } of cases()) {
        const names = bindCase(index, dax);
        const isWrong = error !== undefined && !BOUND_ALL_THE_SAME.includes(id);
        if (isWrong) expect(names, id).toBeUndefined();
        else if (columns === undefined) expect(names, id).toBeDefined();
        else expect(names, id).toEqual(columns.map(({ name }) => name).sort());
      }
    });

    test('every calculated column, calculated table and role of the model binds', () => {
      const index = readIndex();
      const results = index.model.tables.flatMap((each, table) => [
        ...each.columns.flatMap(({ name, source }) =>
          source.kind === 'calculated'
            ? bindCalculatedColumn(index, { table, expression: source.expression, object: name })
            : [],
        ),
        ...each.partitions.flatMap(({ source }) =>
          source.kind === 'calculated'
            ? bindCalculatedTable(index, { expression: source.expression, object: each.name })
            : [],
        ),
      ]);
      const filters = index.model.roles.flatMap(({ name, tablePermissions }) =>
        tablePermissions.flatMap(({ table, filterExpression }) =>
          filterExpression === undefined
            ? []
            : bindRowFilter(index, { table, expression: filterExpression, object: name }),
        ),
      );
      expect(results.length).toBeGreaterThan(5);
      expect(filters.length).toBeGreaterThan(5);
      expect([...results, ...filters].filter(({ kind }) => kind === 'problems')).toEqual([]);
    });
  },
);

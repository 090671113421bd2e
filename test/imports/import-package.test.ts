import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance, type Json } from '@duckdb/node-api';
import { afterAll, describe, expect, test } from 'vitest';
import { createDuckdbFileImporter } from '../../shared/adapters/duckdb/source-duckdb.ts';
import { readPackageInto } from '../../shared/adapters/duckdb/source-package.ts';
import { PACKAGE_ANSWER, PackageAnswer, type PackageRequest } from '../../shared/adapters/duckdb/source-protocol.ts';
import { isFault } from '../../shared/domain/faults.ts';
import { openStoredModel } from '../../shared/model/stored-model.ts';
import { DEFAULT_IMPORT_LIMITS } from '../../shared/source/ports.ts';
import {
  computed,
  conformanceFiles,
  data,
  isConformanceThere,
  type PackageFiles,
  projectOf,
  type TableSample,
  zipOf,
} from './package-samples.ts';

const root = mkdtempSync(join(tmpdir(), 'azimuth-package-test-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const importer = createDuckdbFileImporter({
  worker: new URL('../../shared/adapters/duckdb/source-worker.ts', import.meta.url),
  folder: root,
});
const NOW = new Date('2026-03-04T05:06:07Z');
const ALIVE = new AbortController().signal;

type Rows = (sql: string) => Promise<readonly (readonly Json[])[]>;
type Read = Omit<PackageAnswer, 'visual'> & { readonly databasePath: string };

let count = 0;
function uploaded(files: PackageFiles): string {
  count += 1;
  const path = join(root, `upload-${count}`);
  writeFileSync(path, zipOf(files));
  return path;
}

/** Read as the child process does it, in this one. */
async function imported<T>(
  files: PackageFiles,
  work: (made: Read, rows: Rows) => Promise<T>,
  previous?: PackageRequest['previous'],
): Promise<T> {
  const path = uploaded(files);
  const folder = mkdtempSync(join(root, 'package-'));
  const databasePath = join(folder, 'data.duckdb');
  const before = previous && { ...previous, databasePath: join(folder, 'previous.duckdb') };
  if (before !== undefined) copyFileSync(previous?.databasePath ?? '', before.databasePath);
  await readPackageInto({
    path,
    kind: 'package',
    databasePath,
    memoryBytes: DEFAULT_IMPORT_LIMITS.memoryBytes,
    previous: before,
    now: NOW.toISOString(),
  });
  const made = PackageAnswer.parse(JSON.parse(readFileSync(join(folder, PACKAGE_ANSWER), 'utf8')));
  const instance = await DuckDBInstance.create(databasePath, { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  try {
    return await work({ ...made, databasePath }, async (sql) => (await connection.runAndReadAll(sql)).getRowsJson());
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

const refusal = (files: PackageFiles) =>
  imported(files, async () => undefined).then(
    () => undefined,
    (thrown: unknown) => (isFault(thrown) && 'advice' in thrown.detail ? thrown.detail : thrown),
  );

const SALES = { 'Sales.csv': 'Product,Quantity,Price\nA,2,1.5\nB,1,4\nA,1,1.5\nZ,1,9\n' };
const sales = {
  columns: [data('Product', 'string'), data('Quantity', 'int64'), data('Price', 'double')],
  measures: { Revenue: 'SUMX(Sales, Sales[Quantity] * Sales[Price])' },
};
const product = {
  columns: [data('Name', 'string'), data('Group', 'string')],
  csv: 'Products.csv',
};
const PRODUCTS = { 'Products.csv': 'Name,Group\nA,x\nB,y\n' };
const relationships = [{ name: 'r', fromTable: 'Sales', fromColumn: 'Product', toTable: 'Product', toColumn: 'Name' }];

describe.skipIf(!isConformanceThere)('the conformance model', () => {
  test.each(['tmdl', 'bim'] as const)(
    'is read as %s, with its data and all that is computed',
    (form) =>
      imported(conformanceFiles(form), async (made, rows) => {
        expect(made.waiting).toEqual([]);
        expect(made.facts.withoutData).toEqual([]);
        expect(made.facts.rowCounts).toEqual([2000, 60, 40, 12, 1096, 168, 5, 34, 7, 476, 3, 5, 3, 5]);
        const { tabular } = openStoredModel({ ...made, visual: { tables: [] } });
        const at = (table: string, column: string) => {
          const t = tabular.tables.findIndex(({ name }) => name === table);
          const c = tabular.tables[t]?.columns.findIndex(({ name }) => name === column);
          return { t: `t${t}`, c: `c${c}` };
        };
        const [lifetime, key] = [at('Customer', 'Lifetime Amount'), at('Customer', 'CustomerKey')];
        const [line, buyer] = [at('Sales', 'Line Amount'), at('Sales', 'CustomerKey')];
        // What each customer bought, added up without the product.
        const differing = await rows(
          `SELECT count(*) FROM ${lifetime.t} c LEFT JOIN (SELECT ${buyer.c} AS k, sum(${line.c}) AS total FROM ${line.t} GROUP BY 1) s
           ON s.k = c.${key.c} WHERE abs(coalesce(s.total, 0) - coalesce(c.${lifetime.c}, 0)) > 0.001`,
        );
        expect(differing).toEqual([['0']]);
        const [bought] = await rows(`SELECT count(${lifetime.c}) FROM ${lifetime.t}`);
        expect(bought).toEqual(['54']);
      }),
    60_000,
  );
});

describe('calculated columns and tables', () => {
  test('a column may go over into the context of its row, also in a table without a key', () =>
    imported(
      projectOf(
        { Sales: { ...sales, columns: [...sales.columns, computed('Alike', 'double', '[Revenue]')] } },
        { files: { 'Sales.csv': `${SALES['Sales.csv']}A,2,1.5\n` } },
      ),
      async (_, rows) => {
        expect(await rows('SELECT c0, c3 FROM t0 ORDER BY c0, c3')).toEqual([
          ['A', 1.5],
          ['A', 6],
          ['A', 6],
          ['B', 4],
          ['Z', 9],
        ]);
      },
    ));

  test('are computed after what they need, in whatever order they are written', () =>
    imported(
      projectOf(
        {
          Summary: {
            columns: [
              { name: 'Group', dataType: 'string', sourceColumn: 'Product[Group]', type: 'calculatedTableColumn' },
              { name: 'Total', dataType: 'double', sourceColumn: '[Total]', type: 'calculatedTableColumn' },
              computed('Double', 'double', '[Total] * 2'),
            ],
            dax: 'SUMMARIZECOLUMNS(Product[Group], "Total", SUM(Product[Sold]))',
          },
          Product: {
            ...product,
            columns: [
              ...product.columns,
              computed('Share', 'double', 'DIVIDE([Sold], SUM(Product[Sold]))'),
              computed('Sold', 'double', 'SUMX(RELATEDTABLE(Sales), Sales[Amount])'),
            ],
          },
          Sales: { ...sales, columns: [...sales.columns, computed('Amount', 'double', '[Quantity] * [Price]')] },
        },
        { model: { relationships }, files: { ...SALES, ...PRODUCTS } },
      ),
      async (made, rows) => {
        expect(await rows('SELECT c0, c3, round(c2, 4) FROM t1 ORDER BY c0')).toEqual([
          ['A', 4.5, 0.5294],
          ['B', 4, 0.4706],
        ]);
        expect(await rows('SELECT c0, c1, c2 FROM t0 ORDER BY c0')).toEqual([
          ['x', 4.5, 9],
          ['y', 4, 8],
        ]);
        expect(await rows('SELECT c3 FROM t2')).toEqual([[3], [4], [1.5], [9]]);
        // Z has no product: a row of blanks stands for it.
        expect(made.facts.blankRowTables).toEqual([1]);
      },
    ));

  test('values become what the model says that the column holds', () =>
    imported(
      projectOf(
        { Sales: { ...sales, columns: [...sales.columns, computed('Whole', 'int64', '[Quantity] * 2.0')] } },
        { files: SALES },
      ),
      async (_, rows) => {
        expect(
          await rows("SELECT data_type FROM duckdb_columns() WHERE table_name = 't0' AND column_name = 'c3'"),
        ).toEqual([['BIGINT']]);
      },
    ));

  test('have the types of their expressions where the definition says none, also for what needs them', () => {
    const open = (name: string, expression: string) => ({ name, expression });
    return imported(
      projectOf(
        {
          Made: {
            columns: [
              { name: 'Label', sourceColumn: '[Value1]', type: 'calculatedTableColumn' },
              { name: 'Order', sourceColumn: '[Value2]', type: 'calculatedTableColumn' },
            ],
            dax: '{ ("b", 1), ("a", 2) }',
          },
          Sales: {
            ...sales,
            columns: [
              ...sales.columns,
              open('More', '[Amount] + 1'),
              open('Text', 'LEFT([Product], 1) & "x"'),
              open('Amount', '[Quantity] * [Price]'),
              open('Day', 'DATE(2024, 1, [Quantity])'),
              open('Big', '[Quantity] > 1'),
              open('Rounded', 'CURRENCY([Price])'),
            ],
          },
        },
        { files: SALES },
      ),
      async (made, rows) => {
        const { tabular } = openStoredModel({ ...made, visual: { tables: [] } });
        expect(tabular.tables[0]?.columns.map(({ dataType }) => dataType)).toEqual(['String', 'Int64']);
        expect(tabular.tables[1]?.columns.slice(3).map(({ dataType }) => dataType)).toEqual([
          'Double',
          'String',
          'Double',
          'DateTime',
          'Boolean',
          'Decimal',
        ]);
        expect(await rows('SELECT c3, c4, c5 FROM t1 LIMIT 1')).toEqual([[4, 'Ax', 3]]);
      },
    );
  });

  test('those that need one another are refused, by their names', async () => {
    const columns = [...sales.columns, computed('One', 'double', '[Two] + 1'), computed('Two', 'double', '[One] + 1')];
    expect(await refusal(projectOf({ Sales: { ...sales, columns } }, { files: SALES }))).toMatchObject({
      what: expect.stringContaining('need one another'),
      where: 'table Sales, column One; table Sales, column Two',
    });
  });

  test('an expression that is wrong is refused, with its place', async () => {
    const columns = [...sales.columns, computed('Bad One', 'double', '[Quantity] *\n [Prise]')];
    expect(await refusal(projectOf({ Sales: { ...sales, columns } }, { files: SALES }))).toMatchObject({
      what: expect.stringContaining('Prise'),
      where: "table Sales, column 'Bad One', line 2, column 2 of its expression",
    });
  });

  test('a column that the table of an expression does not have is refused', async () => {
    const columns = [{ name: 'X', dataType: 'int64', sourceColumn: '[Y]', type: 'calculatedTableColumn' }];
    expect(await refusal(projectOf({ Made: { columns, dax: 'ROW("Z", 1)' } }))).toMatchObject({
      what: expect.stringContaining('"X"'),
      where: expect.stringContaining('table Made'),
    });
  });
});

describe('a package', () => {
  test('has the rows of its files; what needs a connection is empty and told', () =>
    imported(
      projectOf(
        {
          Sales: sales,
          Remote: { columns: [data('A', 'int64')], m: 'let Source = Sql.Database("server", "db") in Source' },
          Absent: { columns: [data('A', 'int64'), computed('B', 'int64', '[A] + 1')], csv: 'nowhere.csv' },
        },
        { files: SALES },
      ),
      async (made, rows) => {
        expect(made.facts).toEqual({ blankRowTables: [], rowCounts: [4, 0, 0], withoutData: [1, 2] });
        expect(made.waiting).toMatchObject([
          { table: 1, reason: { needs: 'connection', name: 'Sql.Database' } },
          { table: 2, reason: { needs: 'connection', why: expect.stringContaining('nowhere.csv') } },
        ]);
        expect(await rows('SELECT c0, c1 FROM t2')).toEqual([]);
      },
    ));

  test('keeps every file of its definition and its reports byte by byte', () =>
    imported(
      projectOf(
        { Sales: sales },
        {
          files: {
            ...SALES,
            'Sample.SemanticModel/definition.pbism': '{"version":"1.0"}\r\n',
            'Sample.Report/definition.pbir': '{}',
            'Sample.Report/StaticResources/logo.png': Uint8Array.from([0, 255, 254]),
          },
        },
      ),
      async (made) => {
        expect(made.files.map(({ path }) => path)).toEqual(['model.bim', 'definition.pbism']);
        expect(made.files[1]).toEqual({ path: 'definition.pbism', text: '{"version":"1.0"}\r\n' });
        expect(made.reports).toEqual([
          {
            name: 'Sample',
            files: [
              { path: 'definition.pbir', text: '{}' },
              { path: 'StaticResources/logo.png', base64: 'AP/+' },
            ],
          },
        ]);
      },
    ));

  test('a calculation group has a row for each of its items', () =>
    imported(
      projectOf(
        { Sales: sales },
        {
          files: SALES,
          model: {
            discourageImplicitMeasures: true,
            tables: [
              {
                name: 'Time',
                calculationGroup: {
                  precedence: 1,
                  calculationItems: [
                    { name: 'Now', expression: 'SELECTEDMEASURE()', ordinal: 0 },
                    { name: "It's", expression: 'SELECTEDMEASURE() * 2', ordinal: 1 },
                  ],
                },
                columns: [
                  { name: 'Item', dataType: 'string', sourceColumn: 'Name', sortByColumn: 'Ordinal' },
                  { name: 'Ordinal', dataType: 'int64', sourceColumn: 'Ordinal', isHidden: true },
                ],
                partitions: [{ name: 'Time', source: { type: 'calculationGroup' } }],
              },
            ],
          },
        },
      ),
      async (_, rows) =>
        expect(await rows('SELECT c0, c1 FROM t0')).toEqual([
          ['Now', '0'],
          ["It's", '1'],
        ]),
    ));

  test('a definition with problems is refused: object, file, line and what to do, the first few', async () => {
    const broken = [...Array(7).keys()].map((index) => ({
      name: `r${index}`,
      fromTable: 'Sales',
      fromColumn: `Nothing ${index}`,
      toTable: 'Product',
      toColumn: 'Name',
    }));
    const detail = await refusal(
      projectOf(
        { Sales: sales, Product: product },
        { model: { relationships: broken }, files: { ...SALES, ...PRODUCTS } },
      ),
    );
    expect(detail).toMatchObject({
      what: expect.stringMatching(/has \d+ problems$/),
      where: expect.stringMatching(/^model\.bim:\d+: .*r0.*\n(?:.*\n){4}… and \d+ more$/),
    });
  });

  test.each([
    ['no model', { 'Sales.csv': 'a\n1\n' }],
    [
      'a value that does not fit',
      projectOf({ Sales: sales }, { files: { 'Sales.csv': 'Product,Quantity,Price\nA,x,1\n' } }),
    ],
  ])('is refused: %s', async (_, files) => {
    expect(await refusal(files)).toMatchObject({ what: expect.any(String), advice: expect.any(String) });
  });
});

test('the file of a model holds no room of tables that were made anew', () => {
  const columns = [
    ...sales.columns,
    ...[1, 2, 3, 4].map((n) => computed(`X${n}`, 'double', `[Price] * ${n} + [Quantity]`)),
  ];
  const lines = Array.from({ length: 200_000 }, (_, index) => `P${index},${index},${Math.sqrt(index)}`);
  return imported(
    projectOf(
      { Sales: { ...sales, columns } },
      { files: { 'Sales.csv': `Product,Quantity,Price\n${lines.join('\n')}\n` } },
    ),
    async (_, rows) => {
      const [size = []] = await rows('SELECT total_blocks, used_blocks FROM pragma_database_size()');
      const [total, used] = size.map(Number);
      expect(used).toBeGreaterThan((total ?? 0) * 0.9);
      expect(await rows('SELECT c0, c3 FROM t0 LIMIT 2 OFFSET 100000')).toEqual([
        ['P100000', Math.sqrt(100_000) + 100_000],
        ['P100001', Math.sqrt(100_001) + 100_001],
      ]);
    },
  );
});

describe('the child process', () => {
  test('answers with the definition, however long, and with the rows that were kept', async () => {
    const note = 'x'.repeat(17 * 1024 * 1024);
    const files = { ...SALES, 'Sample.SemanticModel/notes.txt': note };
    const toImport = { limits: DEFAULT_IMPORT_LIMITS, now: NOW };
    const path = uploaded(projectOf({ Sales: sales }, { files }));
    const made = await importer.importPackage({ path, previous: undefined, ...toImport }, ALIVE);
    expect(made.files[1]).toEqual({ path: 'notes.txt', text: note });
    const databasePath = join(root, 'stored');
    copyFileSync(made.databasePath, databasePath);
    const next = await importer.importPackage(
      {
        path: uploaded(projectOf({ Sales: sales })),
        previous: { stored: { ...made, visual: { tables: [] } }, databasePath },
        ...toImport,
      },
      ALIVE,
    );
    expect(next).toMatchObject({ kept: [0], rowCount: 4 });
    await made.remove();
    await next.remove();
    expect(readdirSync(root).filter((name) => name.startsWith('azimuth-import-'))).toEqual([]);
  }, 60_000);

  test('refuses what is no zip, and nothing of it stays', async () => {
    const path = join(root, 'no-zip');
    writeFileSync(path, 'Product,Quantity\n');
    const reading = importer.importPackage(
      { path, previous: undefined, limits: DEFAULT_IMPORT_LIMITS, now: NOW },
      ALIVE,
    );
    await expect(reading).rejects.toMatchObject({ code: 'import-failed' });
    expect(readdirSync(root).filter((name) => name.startsWith('azimuth-import-'))).toEqual([]);
  }, 60_000);
});

describe('a package that takes the place of a version', () => {
  const remote = (columns: TableSample['columns']) => ({ columns, m: 'let S = Sql.Database("s", "d") in S' });

  async function rebuilt(
    tables: Readonly<Record<string, TableSample>>,
    check: (made: Read, rows: Rows) => Promise<void>,
  ): Promise<void> {
    const first = projectOf({ Product: product, Sales: sales }, { files: { ...SALES, ...PRODUCTS } });
    const previous = await imported(first, async ({ databasePath, ...before }) => {
      const definitionPath = `${databasePath}.json`;
      writeFileSync(definitionPath, JSON.stringify({ ...before, visual: { tables: [] } }));
      return { databasePath, definitionPath };
    });
    await imported(projectOf(tables), check, previous);
  }

  test('keeps the rows of tables that it brings no data for, wherever they and their columns stand now', () =>
    rebuilt(
      {
        New: remote([data('A', 'int64')]),
        SALES: remote([
          data('price', 'double'),
          data('Product', 'string'),
          data('Quantity', 'int64'),
          computed('Amount', 'double', '[price] * [Quantity]'),
        ]),
      },
      async (made, rows) => {
        expect(made.kept).toEqual([1]);
        expect(made.facts).toMatchObject({ withoutData: [0], rowCounts: [0, 4] });
        expect(made.waiting.map(({ table }) => table)).toEqual([0]);
        expect(await rows('SELECT c0, c1, c2, c3 FROM t1')).toEqual([
          [1.5, 'A', '2', 3],
          [4, 'B', '1', 4],
          [1.5, 'A', '1', 1.5],
          [9, 'Z', '1', 9],
        ]);
      },
    ));

  test.each([
    ['has another type', [data('Name', 'string'), data('Group', 'int64')]],
    ['is gone', [data('Name', 'string')]],
    ['is new', [...product.columns, data('More', 'string')]],
    ['has another name', [data('Name', 'string'), data('Kind', 'string')]],
  ])('keeps no rows of a table of which a column %s', (_, columns) =>
    rebuilt({ Product: remote(columns) }, async (made) => {
      expect(made.kept).toEqual([]);
      expect(made.facts).toMatchObject({ withoutData: [0], rowCounts: [0] });
    }),
  );
});

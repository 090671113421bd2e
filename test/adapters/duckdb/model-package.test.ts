import { mkdirSync, mkdtempSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { withModelDatabase } from '../../../shared/adapters/duckdb/model-database.ts';
import { checkTables, loadTables } from '../../../shared/adapters/duckdb/model-load.ts';
import { readModel } from '../../../shared/model/read-model.ts';
import { planTables } from '../../../shared/source/m/plan-tables.ts';
import { DEFAULT_PBIP_LIMITS } from '../../../shared/source/pbip/pbip-package.ts';
import { readPbip } from '../../../shared/source/pbip/read-pbip.ts';
import { databaseRows } from '../../source/database-rows.ts';
import { zipBytes } from '../../source/pbip/zip-bytes.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'azimuth-model-package-')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const TABLE = `table Sales
	column Id
		dataType: int64
		isKey
		sourceColumn: Id
	column Amount
		dataType: decimal
		sourceColumn: Amount

	partition Sales = m
		mode: import
		source =
			let
				Source = Csv.Document(File.Contents(Folder & "Sales.csv"), [Delimiter = ";"]),
				Header = Table.PromoteHeaders(Source, [PromoteAllScalars = true]),
				Typed = Table.TransformColumnTypes(Header, {{"Id", Int64.Type}, {"Amount", Currency.Type}}, "de-DE")
			in
				Typed
`;

const PARTS = [
  { path: 'P/Sales.SemanticModel/definition.pbism', content: '{"version": "4.0"}' },
  { path: 'P/Sales.SemanticModel/definition/database.tmdl', content: 'database\n\tcompatibilityLevel: 1567\n' },
  {
    path: 'P/Sales.SemanticModel/definition/model.tmdl',
    content: 'model Model\n\tculture: en-US\n\nref table Sales\n',
  },
  { path: 'P/Sales.SemanticModel/definition/tables/Sales.tmdl', content: TABLE },
  {
    path: 'P/Sales.SemanticModel/definition/expressions.tmdl',
    content: 'expression Folder = "D:\\somewhere\\" meta [IsParameterQuery=true, Type="Text"]\n',
  },
  { path: 'P/data/Sales.csv', content: 'Id;Amount\n1;1.000,50\n2;\n' },
];

test('a zip of a project becomes a database file of its tables, and nothing outside its folder can be read', async () => {
  const zip = join(folder, 'sales.zip');
  const outside = join(folder, 'outside.csv');
  const workFolder = join(folder, 'work');
  mkdirSync(workFolder);
  writeFileSync(zip, zipBytes(PARTS));
  writeFileSync(outside, 'a\n1\n');
  const { model, data } = await readPbip(zip, workFolder, DEFAULT_PBIP_LIMITS);
  const { reading } = readModel(model.files);
  if (reading.kind === 'problems') throw new Error(JSON.stringify(reading.problems));
  const sources = await planTables(reading.model, data);
  const databasePath = join(workFolder, 'model.duckdb');
  const options = { databasePath, workFolder, memoryBytes: 256 * 1024 ** 2 };
  await withModelDatabase(options, async (connection) => {
    expect(await loadTables(connection, { model: reading.model, sources, workFolder })).toEqual([]);
    expect((await checkTables(connection, reading.model)).tables.map((table) => table?.rows)).toEqual([2]);
    await expect(connection.run(`SELECT * FROM read_csv('${outside}')`)).rejects.toThrow('Permission');
    await expect(connection.run('SET threads = 8')).rejects.toThrow('locked');
  });
  expect(statSync(databasePath).size).toBeGreaterThan(0);
  expect(await databaseRows(databasePath, 'SELECT c0, c1 FROM t0')).toEqual([
    ['1', '1000.5000'],
    ['2', null],
  ]);
});

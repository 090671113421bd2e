import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { bindParameters } from '../../../shared/adapters/duckdb/engine-parameters.ts';
import { readColumns } from '../../../shared/adapters/duckdb/engine-result.ts';
import { bindCalculatedColumn, bindCalculatedTable } from '../../../shared/dax/bind/bind-expression.ts';
import { indexModel } from '../../../shared/dax/bind/model-index.ts';
import { physicalColumn, physicalTable } from '../../../shared/model/physical-names.ts';
import { readModel } from '../../../shared/model/read-model.ts';
import type { TabularModel } from '../../../shared/model/tabular-model.ts';
import { compileDax } from '../../../shared/query/compile-dax.ts';
import { type Asker, valuesFor } from '../../../shared/query/emit/asker.ts';
import { duckdbQueries } from '../../../shared/query/emit/duckdb-relations.ts';
import { emitRows } from '../../../shared/query/emit/emit-query.ts';
import { modelSecurity, UNBOUND } from '../../../shared/query/model-security.ts';
import { type PhysicalFacts, physicalFacts } from '../../../shared/query/physical-facts.ts';
import { planCalculatedColumn, planCalculatedTable } from '../../../shared/query/planner/plan-calculated.ts';
import { loadCsvTables } from './load-model.ts';

export const REFERENCE = process.env['AZIMUTH_REFERENCE'] ?? join(import.meta.dirname, '../../../../shared');
export const CONFORMANCE = join(REFERENCE, 'conformance/dax');
export const isReferenceThere = existsSync(join(CONFORMANCE, 'model.bim'));

export type DaxWorld = {
  readonly model: TabularModel;
  readonly ask: (dax: string, as?: AskAs) => Promise<DaxAnswer>;
  readonly sqlOf: (dax: string, as?: AskAs) => string;
  readonly connection: DuckDBConnection;
  readonly close: () => void;
};
export type AskAs = { readonly user?: string; readonly roles?: readonly string[] };
export type DaxAnswer = { readonly columns: readonly string[]; readonly rows: readonly (readonly unknown[])[] };

/** The conformance model over its data, in memory. */
export async function openConformance(): Promise<DaxWorld> {
  const bytes = readFileSync(join(CONFORMANCE, 'model.bim'));
  const { reading } = readModel([{ path: 'model.bim', bytes }]);
  if (reading.kind === 'problems') throw new Error(JSON.stringify(reading.problems));
  return openWorld(reading.model, (connection) => loadCsvTables(connection, reading.model, join(CONFORMANCE, 'data')));
}

const NOBODY: Asker = {
  name: 'author@contoso.example',
  objectId: '00000000-0000-0000-0000-000000000001',
  customData: undefined,
  culture: 'en-US',
  now: '2024-10-20T12:00:00',
};

/** A model in memory: its data by `load`, then its calculated columns and tables. */
export async function openWorld(
  model: TabularModel,
  load: (connection: DuckDBConnection) => Promise<void>,
): Promise<DaxWorld> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const index = indexModel(model);
  await load(connection);
  await loadGroups(connection, model);
  const facts = await factsOf(connection, model);
  await calculate(connection, model, facts);
  const emitted = (dax: string, { user, roles }: AskAs = {}) => {
    const asker = user === undefined ? NOBODY : { ...NOBODY, name: user };
    const security = roles === undefined ? UNBOUND : modelSecurity(index, roles);
    const compiled = compileDax({ index, facts }, dax, security, duckdbQueries, { limit: 100_000 });
    if (compiled.kind === 'problems') throw new Error(compiled.problems.map(({ message }) => message).join('; '));
    const [table] = compiled.tables;
    if (table === undefined) throw new Error('no EVALUATE');
    return { columns: table.columns.map(({ name }) => name), asker, ...table.statement };
  };
  return {
    model,
    connection,
    sqlOf: (dax, as) => emitted(dax, as).sql,
    ask: async (dax, as) => {
      const { columns, sql, parameters, columnCount, asker } = emitted(dax, as);
      const { values, types } = bindParameters(valuesFor(parameters, asker));
      const reader = await connection.runAndReadAll(sql, values, types);
      const lists = readColumns(reader.value(0, 0), columnCount);
      const rows = (lists[0] ?? []).map((_, row) => lists.map((list) => list[row] ?? null));
      return { columns, rows };
    },
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

async function loadGroups(connection: DuckDBConnection, model: TabularModel): Promise<void> {
  for (const [index, { calculationGroup, columns }] of model.tables.entries()) {
    if (calculationGroup === undefined) continue;
    const names = columns.map(
      ({ dataType }, position) => `${physicalColumn(position)} ${dataType === 'String' ? 'VARCHAR' : 'BIGINT'}`,
    );
    await connection.run(`CREATE TABLE ${physicalTable(index)} (${names.join(', ')})`);
    for (const { name, ordinal } of calculationGroup.items) {
      const row = columns.map(({ dataType }) => (dataType === 'String' ? name : ordinal));
      const marks = row.map((_, position) => `$${position + 1}`);
      await connection.run(`INSERT INTO ${physicalTable(index)} VALUES (${marks.join(', ')})`, row);
    }
  }
}

/** Tables that keys without a row lead to. */
async function factsOf(connection: DuckDBConnection, model: TabularModel): Promise<PhysicalFacts> {
  const blank = new Set<number>();
  for (const { from, to, toCardinality } of model.relationships) {
    if (toCardinality !== 'one') continue;
    const [f, t] = [physicalColumn(from.column), physicalColumn(to.column)];
    const sql = `SELECT count(*) FROM ${physicalTable(from.table)} AS f LEFT JOIN ${physicalTable(to.table)} AS t ON f.${f} = t.${t} WHERE t.${t} IS NULL`;
    const reader = await connection.runAndReadAll(sql);
    if (Number(reader.value(0, 0)) > 0) blank.add(to.table);
  }
  const counts = await Promise.all(
    model.tables.map(async (_, table) => {
      const found = await connection
        .runAndReadAll(`SELECT count(*) FROM ${physicalTable(table)}`)
        .catch(() => undefined);
      return found === undefined ? undefined : Number(found.value(0, 0));
    }),
  );
  return physicalFacts(model, { blankRowTables: [...blank], rowCounts: counts });
}

async function calculate(connection: DuckDBConnection, model: TabularModel, facts: PhysicalFacts): Promise<void> {
  const index = indexModel(model);
  const run = async ({ sql, parameters }: ReturnType<typeof emitRows>, table: number, name: string): Promise<void> => {
    const { values, types } = bindParameters(valuesFor(parameters, NOBODY));
    try {
      await connection.run(`CREATE TABLE made AS ${sql}`, values, types);
    } catch (cause) {
      throw new Error(`${name}: ${String(cause)}\n${sql}`);
    }
    await connection.run(`DROP TABLE IF EXISTS ${physicalTable(table)}`);
    await connection.run(`ALTER TABLE made RENAME TO ${physicalTable(table)}`);
  };
  const columns = model.tables.flatMap(({ name, columns: all }, table) =>
    all.flatMap(({ source, name: own }, column) =>
      source.kind === 'calculated' ? [{ table, column, expression: source.expression, object: `${name}[${own}]` }] : [],
    ),
  );
  const done = new Set<string>();
  for (const { table, column, expression, object } of columns) {
    const bound = bindCalculatedColumn(index, { table, expression, object });
    if (bound.kind === 'problems') throw new Error(JSON.stringify(bound.problems));
    const { tree } = bound;
    if (tree.table.kind !== 'rows') throw new Error('not rows');
    const present = (model.tables[table]?.columns ?? []).flatMap(({ source }, position) =>
      source.kind === 'data' || done.has(`${table}.${position}`) ? [position] : [],
    );
    const planned = planCalculatedColumn(model, tree, {
      rows: tree.table,
      scope: tree.scope,
      value: tree.value,
      column,
      present,
    });
    await run(emitRows(model, planned, duckdbQueries, facts), table, object);
    done.add(`${table}.${column}`);
  }
  for (const [table, { name, partitions, columns: all }] of model.tables.entries()) {
    const source = partitions[0]?.source;
    if (source?.kind !== 'calculated') continue;
    const bound = bindCalculatedTable(index, { expression: source.expression, object: name });
    if (bound.kind === 'problems') throw new Error(JSON.stringify(bound.problems));
    const positions = bound.tree.table.columns.map(({ name: made, qualifier }) =>
      all.findIndex(
        (column) =>
          column.source.kind === 'calculatedTable' &&
          [`[${made}]`, `${qualifier}[${made}]`, `'${qualifier}'[${made}]`].includes(column.source.sourceColumn),
      ),
    );
    const planned = planCalculatedTable(model, bound.tree, bound.tree.table, positions);
    await run(emitRows(model, planned, duckdbQueries, facts), table, name);
  }
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { createDuckdbEngine } from '../../shared/adapters/duckdb/engine-duckdb.ts';
import type { ReadGrant } from '../../shared/domain/grants.ts';
import { type ModelId, parseId, type TenantId } from '../../shared/domain/ids.ts';
import type { Session } from '../../shared/engine/ports.ts';
import { physicalColumn, physicalTable } from '../../shared/model/physical-names.ts';
import type { Column, DataType, Measure, SemanticModel, Table } from '../../shared/model/semantic-model.ts';
import { duckdbDialect } from '../../shared/query/duckdb-dialect.ts';
import { emit } from '../../shared/query/emit.ts';
import type { Answer, Question } from '../../shared/query/question.ts';
import { resolveQuestion } from '../../shared/query/resolve-question.ts';
import { restrict } from '../../shared/query/restrict.ts';
import { NO_RULES, type SecurityRules } from '../../shared/query/security-rules.ts';
import { shapeAnswer } from '../../shared/query/shape-answer.ts';

export function id<T extends TenantId | ModelId>(digit: string): T {
  const parsed = parseId<T>(`${digit.repeat(8)}-0000-4000-8000-${digit.repeat(12)}`);
  if (parsed === undefined) throw new Error(`No id of ${digit}.`);
  return parsed;
}

export function readGrant(tenant = '1', model = 'a'): ReadGrant {
  const facts = { kind: 'read', tenantId: id<TenantId>(tenant), modelId: id<ModelId>(model), via: 'model' } as const;
  return facts as ReadGrant;
}

export function column(name: string, dataType: DataType, formatString = ''): Column {
  return { name, dataType, summarizeBy: 'none', formatString, dataCategory: '', isHidden: false, isDateOnly: false };
}

export function measure(name: string, expression: Measure['expression'], formatString = ''): Measure {
  return { name, expression, formatString, isHidden: false };
}

export function table(name: string, columns: readonly Column[], measures: readonly Measure[] = []): Table {
  return { name, columns, measures, isHidden: false };
}

export function question(parts: Partial<Question>): Question {
  return { select: [], filters: [], orderBy: [], limit: 1000, ...parts };
}

const PHYSICAL: Readonly<Record<DataType, string>> = {
  Int64: 'BIGINT',
  Double: 'DOUBLE',
  Decimal: 'DECIMAL(18,4)',
  Boolean: 'BOOLEAN',
  DateTime: 'TIMESTAMP',
  String: 'VARCHAR',
};

export type Cell = string | number | boolean | bigint | null;

/** A folder that is removed at the end, and model files in it, written with DuckDB as the importer writes them. */
export async function createModelFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'azimuth-model-'));
  let files = 0;
  return {
    folder,
    write: async (model: SemanticModel, rows: readonly (readonly (readonly Cell[])[])[]): Promise<string> => {
      files += 1;
      const path = join(folder, `model-${files}.duckdb`);
      const instance = await DuckDBInstance.create(path);
      const connection = await instance.connect();
      for (const [tableIndex, { columns }] of model.tables.entries()) {
        const types = columns.map((one, index) => `${physicalColumn(index)} ${PHYSICAL[one.dataType]}`);
        await connection.run(`CREATE TABLE ${physicalTable(tableIndex)} (${types.join(', ')})`);
        const marks = columns.map((one, index) => `CAST($${index + 1} AS ${PHYSICAL[one.dataType]})`);
        const insert = `INSERT INTO ${physicalTable(tableIndex)} VALUES (${marks.join(', ')})`;
        for (const row of rows[tableIndex] ?? []) {
          await connection.run(
            insert,
            row.map((cell) => (cell === null ? null : String(cell))),
          );
        }
      }
      connection.closeSync();
      instance.closeSync();
      return path;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

export const engine = createDuckdbEngine({ memoryBytes: 512 * 1024 ** 2, threads: 2 });

/** What the passes make of a question, the answer, and its rows as a person reads them. */
export async function askFile(
  session: Session,
  model: SemanticModel,
  asked: Question,
  rules: SecurityRules = NO_RULES,
) {
  const restricted = restrict(resolveQuestion(model, asked, rules), readGrant(), rules);
  const emitted = emit(restricted, duckdbDialect);
  const columns = await session.run(emitted, { timeoutMs: 10_000 }, new AbortController().signal);
  const answer = shapeAnswer(restricted.plan, columns);
  return { restricted, emitted, answer, rows: rowsOf(answer) };
}

export function rowsOf(answer: Answer) {
  return Array.from({ length: answer.rowCount }, (_, row) => answer.columns.map((one) => one.values[row] ?? null));
}

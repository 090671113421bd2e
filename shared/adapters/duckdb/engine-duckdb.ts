import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { Fault } from '../../domain/faults.ts';
import type { Engine, Session } from '../../engine/ports.ts';
import type { EmittedQuery } from '../../query/emit.ts';
import { bindParameters } from './engine-parameters.ts';
import { readColumns } from './engine-result.ts';
import { runInterruptibly } from './engine-run.ts';

export type DuckdbEngineOptions = {
  /** Memory of one open model at most, in bytes. */
  readonly memoryBytes: number;
  readonly threads: number;
};

/** DuckDB inside this process: each model file is opened for reading in an instance of its own that is locked down. */
export function createDuckdbEngine(options: DuckdbEngineOptions): Engine {
  return { open: async (path) => createSession(await openLocked(path, options)) };
}

async function openLocked(path: string, { memoryBytes, threads }: DuckdbEngineOptions): Promise<DuckDBInstance> {
  const instance = await DuckDBInstance.create(path, {
    access_mode: 'READ_ONLY',
    memory_limit: `${Math.floor(memoryBytes / 1024)}KiB`,
    threads: String(threads),
    autoload_known_extensions: 'false',
    autoinstall_known_extensions: 'false',
    allow_community_extensions: 'false',
    allow_unsigned_extensions: 'false',
  });
  try {
    const connection = await instance.connect();
    for (const statement of LOCK) await connection.run(statement);
    connection.closeSync();
    return instance;
  } catch (cause) {
    instance.closeSync();
    throw cause;
  }
}

/** In this order: nothing can be set after the last one. */
const LOCK = [
  "SET temp_directory = ''",
  "SET max_temp_directory_size = '0KiB'",
  'SET enable_external_access = false',
  'SET lock_configuration = true',
];

function createSession(instance: DuckDBInstance): Session {
  /** Connections that wait for their next query: one works for one query at a time. */
  const idle: DuckDBConnection[] = [];
  return {
    run: async (query, { timeoutMs }, signal) => {
      signal.throwIfAborted();
      const connection = idle.pop() ?? (await instance.connect());
      try {
        const columns = await runInterruptibly(connection, timeoutMs, signal, () => runOnce(connection, query));
        idle.push(connection);
        return columns;
      } catch (cause) {
        connection.closeSync();
        throw translate(cause);
      }
    },
    close: async () => {
      for (const connection of idle.splice(0)) connection.closeSync();
      instance.closeSync();
    },
  };
}

async function runOnce(connection: DuckDBConnection, query: EmittedQuery) {
  const { values, types } = bindParameters(query.parameters);
  const reader = await connection.runAndReadAll(query.sql, values, types);
  return readColumns(reader.value(0, 0), query.columnCount);
}

/**
 * What a person can do something about. The rest is our bug: its kind is what is logged, and its sentence only the
 * cause, since the engine quotes cells in its sentences.
 */
function translate(cause: unknown): unknown {
  const message = cause instanceof Error ? cause.message : '';
  if (message.startsWith('Out of Memory Error')) {
    const what = 'The question needs more memory than there is: ask for fewer groups, or filter more.';
    return new Fault('question-invalid', { what }, { cause });
  }
  if (message.startsWith('Out of Range Error') || message.startsWith('Conversion Error')) {
    return new Fault('question-invalid', { what: 'A number in the answer becomes too large to compute.' }, { cause });
  }
  const kind = /^[A-Z][A-Za-z ]{2,40} Error(?=:)/.exec(message)?.[0];
  return kind === undefined ? cause : new Error(`the engine failed: ${kind}`, { cause });
}

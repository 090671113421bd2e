import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { BoundStatement, Engine, Session } from '../../engine/ports.ts';
import { translateFailure } from './engine-failure.ts';
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
  return {
    open: async (path) => {
      const fast = await openLocked(path, options);
      return createSession(fast, () => openLocked(path, options, IN_ORDER));
    },
  };
}

/** Parts of the optimizer that have conditions looked at before others that stand further in. */
const IN_ORDER = { disabled_optimizers: 'filter_pushdown,filter_pullup,reorder_filter,join_order,expression_rewriter' };

async function openLocked(
  path: string,
  { memoryBytes, threads }: DuckdbEngineOptions,
  more: Readonly<Record<string, string>> = {},
): Promise<DuckDBInstance> {
  const instance = await DuckDBInstance.create(path, {
    ...more,
    access_mode: 'READ_ONLY',
    memory_limit: `${Math.floor(memoryBytes / 1024)}KiB`,
    threads: String(threads),
    autoload_known_extensions: 'false',
    autoinstall_known_extensions: 'false',
    allow_community_extensions: 'false',
    allow_unsigned_extensions: 'false',
    // Measures within measures make statements within statements, each of which counts several times.
    max_expression_depth: '4000',
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

function createSession(fast: DuckDBInstance, openInOrder: () => Promise<DuckDBInstance>): Session {
  const pool = createPool(() => Promise.resolve(fast));
  const inOrder = createPool(openInOrder);
  return {
    run: async (query, { timeoutMs, isInOrder = false }, signal) => {
      signal.throwIfAborted();
      const { take, give } = isInOrder ? inOrder : pool;
      const connection = await take();
      try {
        const columns = await runInterruptibly(connection, timeoutMs, signal, () => runOnce(connection, query));
        give(connection);
        return columns;
      } catch (cause) {
        connection.closeSync();
        throw translateFailure(cause);
      }
    },
    close: async () => {
      await inOrder.close();
      await pool.close();
    },
  };
}

/** Connections of an instance, which is opened when the first one is wanted: one works for one query at a time. */
function createPool(open: () => Promise<DuckDBInstance>) {
  const idle: DuckDBConnection[] = [];
  let opened: Promise<DuckDBInstance> | undefined;
  const instance = () => {
    opened ??= open();
    return opened;
  };
  return {
    take: async () => idle.pop() ?? (await instance()).connect(),
    give: (connection: DuckDBConnection) => void idle.push(connection),
    close: async () => {
      for (const connection of idle.splice(0)) connection.closeSync();
      (await opened)?.closeSync();
    },
  };
}

async function runOnce(connection: DuckDBConnection, query: BoundStatement) {
  const { values, types } = bindParameters(query.parameters);
  const reader = await connection.runAndReadAll(query.sql, values, types);
  return readColumns(reader.value(0, 0), query.columnCount);
}

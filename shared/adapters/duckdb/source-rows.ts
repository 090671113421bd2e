import type { DuckDBConnection, DuckDBValue, Json } from '@duckdb/node-api';

/** The rows of a statement as plain JSON values; numbers beyond a double's precision arrive as text. */
export async function rowsOf(
  connection: DuckDBConnection,
  sql: string,
  values: readonly DuckDBValue[] = [],
): Promise<readonly (readonly Json[])[]> {
  const reader = await connection.runAndReadAll(sql, [...values]);
  return reader.getRowsJson();
}

/** A list cut into pieces of at most `size`, so that no statement grows with the file's width. */
export function piecesOf<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, piece) =>
    items.slice(piece * size, (piece + 1) * size),
  );
}

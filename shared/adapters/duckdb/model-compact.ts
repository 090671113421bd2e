import { rm } from 'node:fs/promises';
import { textLiteral } from './model-cells.ts';
import { type ModelDatabaseOptions, withModelDatabase } from './model-database.ts';
import { rowsOf } from './source-rows.ts';

/**
 * Copies a database into the new file without the room that tables left in it which were made anew, and removes it. Both
 * lie in the folder of the work.
 */
export async function compactInto(options: ModelDatabaseOptions, from: string): Promise<void> {
  await withModelDatabase(options, async (connection) => {
    const [row] = await rowsOf(connection, 'SELECT current_database()');
    const name = `"${String(row?.[0] ?? '').replaceAll('"', '""')}"`;
    await connection.run(`ATTACH ${textLiteral(from)} AS built (READ_ONLY)`);
    await connection.run(`COPY FROM DATABASE built TO ${name}`);
    await connection.run('DETACH built');
  });
  await rm(from);
}

import { parseArgs } from 'node:util';

/** The database that is to be brought up to date. */
export type MigrationOrder = { readonly server: string; readonly database: string };

/** Reads `--server` and `--database`, and says what is wrong with them. */
export function readMigrationOrder(
  args: readonly string[],
): ({ readonly kind: 'order' } & MigrationOrder) | { readonly kind: 'refused'; readonly what: string } {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({ args: [...args], options: { server: text, database: text } });
    const { server, database } = values;
    if (server === undefined || !/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(server)) {
      return refuse(
        `--server must be the name of a server such as sql-x.database.windows.net; it is "${server ?? ''}".`,
      );
    }
    if (database === undefined || database.trim() === '') return refuse('--database is missing.');
    return { kind: 'order', server, database };
  } catch (thrown) {
    return refuse(thrown instanceof Error ? thrown.message : 'The arguments cannot be read.');
  }
}

function refuse(what: string): { readonly kind: 'refused'; readonly what: string } {
  return { kind: 'refused', what };
}

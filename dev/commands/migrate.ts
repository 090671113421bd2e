import { AzureCliCredential, AzureDeveloperCliCredential, ChainedTokenCredential } from '@azure/identity';
import { type MigrationOrder, readMigrationOrder } from '../infra/migration-order.ts';

const USAGE = `Usage: npm run migrate -- --server sql-….database.windows.net --database azimuth-…
Brings a metadata database up to the schema of this version, as whoever is signed in with \`az login\` or
\`azd auth login\`: a member of the server's administrators, from a machine that reaches its private endpoint.`;

/** `npm run migrate`: 0 where the schema is that of this version, 1 where it could not be made so, 2 for a wrong call. */
export async function migrate(args: readonly string[], bringUpToDate = asSignedIn): Promise<number> {
  const order = readMigrationOrder(args);
  if (order.kind === 'refused') {
    console.error(`${order.what}\n${USAGE}`);
    return 2;
  }
  const { server, database } = order;
  try {
    const applied = await bringUpToDate({ server, database });
    console.log(
      applied.length === 0
        ? `${database} on ${server} has the schema of this version already.`
        : `${database} on ${server} now has ${applied.join(', ')}.`,
    );
    return 0;
  } catch (thrown) {
    console.error(`${database} on ${server} was not changed: ${reasonsOf(thrown).join('\n  because: ')}`);
    return 1;
  }
}

/** Nobody's password: a token of the person, or of the workflow, that is signed in on this machine. */
async function asSignedIn(target: MigrationOrder): Promise<readonly string[]> {
  const { migrateAzureSql } = await import('../../shared/adapters/sql/migrate-azure-sql.ts');
  const credential = new ChainedTokenCredential(new AzureCliCredential(), new AzureDeveloperCliCredential());
  return migrateAzureSql({ ...target, credential });
}

function reasonsOf(thrown: unknown): readonly string[] {
  if (!(thrown instanceof Error)) return [String(thrown)];
  return [thrown.message, ...(thrown.cause === undefined ? [] : reasonsOf(thrown.cause))];
}

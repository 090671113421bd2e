import { INITIAL } from './initial.ts';
import { type EngineKind, printDdl } from './print-ddl.ts';
import { ROLE_MEMBERS } from './role-members.ts';
import { SHARING_AND_AUDIT } from './sharing-and-audit.ts';
import type { Migration } from './table-spec.ts';
import { TENANT_POLICY, TENANT_POLICY_OF_SHARING } from './tenant-policy.ts';

/** All migrations, oldest first. */
export const MIGRATIONS: readonly Migration[] = [
  INITIAL,
  TENANT_POLICY,
  SHARING_AND_AUDIT,
  TENANT_POLICY_OF_SHARING,
  ROLE_MEMBERS,
];

/** The migrations that a database lacks, oldest first, as the statements to run. */
export function pendingMigrations(
  applied: ReadonlySet<string>,
  engine: EngineKind,
): readonly { readonly name: string; readonly statements: readonly string[] }[] {
  return MIGRATIONS.filter((migration) => !applied.has(migration.name)).map((migration) => ({
    name: migration.name,
    statements: migration.steps.flatMap((step) => printDdl(step, engine) ?? []),
  }));
}

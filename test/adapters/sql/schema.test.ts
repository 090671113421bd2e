import { describe, expect, test } from 'vitest';
import { openSqliteEngine } from '../../../shared/adapters/sql/open-sqlite.ts';
import { MIGRATIONS } from '../../../shared/adapters/sql/schema/migrations.ts';
import { printDdl } from '../../../shared/adapters/sql/schema/print-ddl.ts';

const STEPS = MIGRATIONS.flatMap((migration) => migration.steps);
const TABLES = STEPS.flatMap((step) => (step.kind === 'create-table' ? [step] : []));
const OF_SYSTEM = ['tenant', 'context_key'];
const OF_TENANTS = TABLES.filter(({ table }) => !OF_SYSTEM.includes(table));

describe('the tables', () => {
  test.each(OF_TENANTS)(
    '$table has the tenant first in its key and in every reference',
    ({ primaryKey, references }) => {
      expect(primaryKey[0]).toBe('tenant_id');
      for (const { columns, to } of references ?? []) expect([columns[0], to[0]]).toEqual(['tenant_id', 'tenant_id']);
    },
  );

  test('indexes of tenants that are unique have the tenant first', () => {
    const unique = STEPS.flatMap((step) => (step.kind === 'create-index' && step.isUnique === true ? [step] : []));
    expect(unique.length).toBeGreaterThan(3);
    for (const { columns } of unique) expect(columns[0]).toBe('tenant_id');
  });

  test('names of indexes and constraints are used once', () => {
    const printed = STEPS.flatMap((step) => printDdl(step, 'tsql') ?? []).join('\n');
    const names = [...printed.matchAll(/(?:constraint|index) "(\w+)"/g)].map(([, name]) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  test('the policy of SQL Server covers each table of tenants, for reading, adding and changing', () => {
    const policy = STEPS.flatMap((step) => (step.kind === 'tsql-only' ? [step.text] : [])).join('\n');
    for (const { table } of OF_TENANTS) {
      expect(policy).toContain(`add filter predicate dbo.tenant_access(tenant_id) on dbo."${table}"`);
      expect(policy).toContain(`add block predicate dbo.tenant_access(tenant_id) on dbo."${table}" after insert`);
      expect(policy).toContain(`add block predicate dbo.tenant_access(tenant_id) on dbo."${table}" after update`);
    }
  });

  test('keys stay within what an index of SQL Server holds', () => {
    const bytes = (table: string, columns: readonly string[]) =>
      columns.reduce((sum, name) => {
        const type = TABLES.find((one) => one.table === table)?.columns[name]?.type;
        return sum + (type?.kind === 'text' ? type.max * 2 : 36);
      }, 0);
    for (const { table, primaryKey } of TABLES) expect(bytes(table, primaryKey), table).toBeLessThanOrEqual(900);
    for (const step of STEPS) {
      if (step.kind === 'create-index') expect(bytes(step.table, step.columns), step.name).toBeLessThanOrEqual(1700);
    }
  });

  test('the embedded engine is asked for the tables of the same name and columns', async () => {
    const engine = await openSqliteEngine(':memory:', new Date());
    for (const { table, columns } of TABLES) {
      const { rows } = await engine.read({ kind: 'system' }, (session) =>
        session.execute('select name from pragma_table_info(?)', [table]),
      );
      expect(rows.map((row) => row['name'])).toEqual(Object.keys(columns));
    }
    await engine.close();
  });
});

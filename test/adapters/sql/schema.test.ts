import { describe, expect, test } from 'vitest';
import { openSqliteEngine } from '../../../shared/adapters/sql/open-sqlite.ts';
import { MIGRATIONS } from '../../../shared/adapters/sql/schema/migrations.ts';
import { printDdl } from '../../../shared/adapters/sql/schema/print-ddl.ts';
import { tablesAfter } from '../../../shared/adapters/sql/schema/tables-after.ts';

const STEPS = MIGRATIONS.flatMap((migration) => migration.steps);
const TABLES = STEPS.flatMap((step) => (step.kind === 'create-table' ? [step] : []));
const OF_SYSTEM = ['tenant', 'context_key', 'cluster_state', 'usage_count'];
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
    const names = [...printed.matchAll(/(?:constraint|(?<!drop )index) "(\w+)"/g)].map(([, name]) => name);
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

  test('a table leaves the policy of SQL Server before it is dropped, as the server demands', () => {
    const drops = STEPS.flatMap((step, index) => (step.kind === 'drop-table' ? [{ table: step.table, index }] : []));
    expect(drops.map(({ table }) => table)).toEqual(['share']);
    for (const { table, index } of drops) {
      const before = STEPS.slice(0, index).flatMap((step) => (step.kind === 'tsql-only' ? [step.text] : []));
      const lifted = before.join('\n');
      expect(lifted).toContain(`drop filter predicate on dbo."${table}"`);
      expect(lifted).toContain(`drop block predicate on dbo."${table}" after insert`);
      expect(lifted).toContain(`drop block predicate on dbo."${table}" after update`);
    }
  });

  test('rows that a migration carries over are seen by SQL Server only as work of the system', () => {
    const [on, off] = ["exec sp_set_session_context N'system', 1", "exec sp_set_session_context N'system', 0"];
    const printed = STEPS.flatMap((step) => printDdl(step, 'tsql') ?? []);
    for (const [index, text] of printed.entries()) {
      if (!/^(insert|update|delete) /.test(text)) continue;
      const switches = printed.slice(0, index).filter((one) => one === on || one === off);
      expect(switches.at(-1), text).toBe(on);
    }
    expect(printed.filter((one) => one === on || one === off).at(-1)).toBe(off);
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
    for (const [table, columns] of tablesAfter(MIGRATIONS)) {
      const { rows } = await engine.read({ kind: 'system' }, (session) =>
        session.execute('select name from pragma_table_info(?)', [table]),
      );
      expect(rows.map((row) => row['name'])).toEqual(Object.keys(columns));
    }
    const all = "select name from sqlite_schema where type = 'table' and name <> 'migration' order by name";
    const { rows } = await engine.read({ kind: 'system' }, (session) => session.execute(all, []));
    expect(rows.map((row) => row['name'])).toEqual([...tablesAfter(MIGRATIONS).keys()].toSorted());
    await engine.close();
  });
});

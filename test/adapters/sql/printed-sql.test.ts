import { describe, expect, test } from 'vitest';
import { QUEUE_UP, SET_ACTOR } from '../../../shared/adapters/sql/azure-sql/set-actor.ts';
import type { Outcome } from '../../../shared/adapters/sql/engine.ts';
import { SQLITE, TSQL } from '../../../shared/adapters/sql/flavours.ts';
import { pendingMigrations } from '../../../shared/adapters/sql/schema/migrations.ts';
import { AT } from '../../conformance/metadata-samples.ts';
import { SYSTEM_CALLS, TENANT, TENANT_CALLS } from './every-call.ts';
import { recordingMetadata, type Statement } from './recording-engine.ts';

const FIRST_OF_WRITES =
  'select "epoch", "is_read_only" from "tenant_security" where "tenant_security"."tenant_id" = @1';

/** A blob to discard, links, tenants and events, so that what happens with one is printed too. */
function answerWithRows(sql: string): Outcome {
  const isListOfRows =
    /^select (?:top\(\d+\) )?("id", |"tenant_id", "id", )?"blob_name" from "(upload|import|model_version)"/.test(sql) ||
    /^select (\*|"id") from "sharing_link" /.test(sql) ||
    sql.startsWith('select "tenant_id" from "tenant"') ||
    sql.startsWith('select top(1000) "at" from "activity_event"');
  const affected = sql.startsWith('delete from "upload"') ? 1 : 0;
  const row = { tenant_id: TENANT, id: 'id', blob_name: 'blob', at: AT, rights: 'read' };
  return { rows: isListOfRows ? [row] : [], affected };
}

/** The same, after a failure. */
function answerReadOnly(sql: string): Outcome {
  return sql.startsWith('select "is_on" from "cluster_state"')
    ? { rows: [{ is_on: 1 }], affected: 0 }
    : answerWithRows(sql);
}

async function statementsOf(
  flavour: typeof TSQL,
  run: (m: ReturnType<typeof recordingMetadata>) => Promise<unknown>,
  answer = answerWithRows,
) {
  const recording = recordingMetadata(flavour, answer);
  await run(recording);
  return recording.statements;
}

describe('what SQL Server is sent', () => {
  test.each(pendingMigrations(new Set(), 'tsql'))(
    'migration $name is the reviewed text',
    async ({ name, statements }) => {
      await expect(`${statements.join('\ngo\n')}\n`).toMatchFileSnapshot(`golden/${name}.sql`);
    },
  );

  test('the statements of every store are the reviewed text', async () => {
    const parts = [
      `-- first in every transaction\n${SET_ACTOR}`,
      `-- and with it in every write of a tenant\n${QUEUE_UP}`,
      `-- whose own first statement is\n${FIRST_OF_WRITES}`,
    ];
    for (const { name, run } of TENANT_CALLS) {
      const [first, ...statements] = await statementsOf(TSQL, ({ metadata }) => run(metadata));
      expect(first?.sql).toBe(FIRST_OF_WRITES);
      parts.push([`-- ${name}`, ...statements.map(({ sql }) => sql)].join('\n'));
    }
    await expect(`${parts.join('\n\n')}\n`).toMatchFileSnapshot('golden/stores.sql');
  });

  test('the statements of the system are the reviewed text', async () => {
    const parts: string[] = [];
    for (const [name, call] of Object.entries(SYSTEM_CALLS)) {
      const statements = await statementsOf(TSQL, ({ metadata }) => call(metadata.system));
      parts.push([`-- system.${name}`, ...statements.map(({ sql }) => sql)].join('\n'));
      const readOnly = await statementsOf(TSQL, ({ metadata }) => call(metadata.system), answerReadOnly);
      if (readOnly.length !== statements.length) {
        parts.push([`-- system.${name}, while read-only`, ...readOnly.map(({ sql }) => sql)].join('\n'));
      }
    }
    await expect(`${parts.join('\n\n')}\n`).toMatchFileSnapshot('golden/system.sql');
  });

  test('a database lacks the migrations that are later than its own, in their order', () => {
    const names = [
      '0001-initial',
      '0002-tenant-policy',
      '0003-sharing-and-audit',
      '0004-tenant-policy-of-sharing',
      '0005-role-members',
    ];
    for (const [index] of names.entries()) {
      const pending = pendingMigrations(new Set(names.slice(0, index)), 'tsql');
      expect(pending.map(({ name }) => name)).toEqual(names.slice(index));
    }
    expect(pendingMigrations(new Set(names), 'sqlite')).toEqual([]);
  });
});

/** Tables of the statement that are not held to the tenant. */
function unheld({ sql, parameters }: Statement): readonly string[] {
  const holes = (text: string) => [...text.matchAll(/@(\d+)|\?/g)].length;
  const valueAt = (end: number) => parameters[holes(sql.slice(0, end)) - 1];
  const insert = /^insert into "(\w+)" \("tenant_id", .*\) values \((?:@1|\?), /.exec(sql);
  if (insert !== null) return parameters[0] === TENANT ? [] : ['insert'];
  const tables = [...sql.matchAll(/(?:from|join|update|into) "(\w+)"/g)].flatMap(([, table]) => table ?? []);
  return tables.filter((table) => {
    const held = new RegExp(`(?:where|and) "${table}"\\."tenant_id" = (?:@\\d+|\\?)(?: and | order by |$)`).exec(sql);
    const hole = held === null ? 0 : held.index + held[0].replace(/ (?:and|order by) $/, '').length;
    return held === null || valueAt(hole) !== TENANT;
  });
}

describe.each([
  { engine: 'SQLite', flavour: SQLITE },
  { engine: 'SQL Server', flavour: TSQL },
])('statements for $engine', ({ flavour }) => {
  test.each(TENANT_CALLS)('$name holds every table to the tenant', async ({ run }) => {
    const statements = await statementsOf(flavour, ({ metadata }) => run(metadata));
    expect(statements).not.toEqual([]);
    for (const statement of statements) {
      expect(unheld(statement), statement.sql).toEqual([]);
      expect(statement.actor).toEqual({ kind: 'tenant', tenantId: TENANT });
    }
  });

  test('the check sees a table that is not held', () => {
    const actor = { kind: 'tenant', tenantId: TENANT } as const;
    const bad: readonly (readonly [string, readonly unknown[]])[] = [
      ['select * from "item" where "id" = ?', ['x']],
      ['select * from "item" where "item"."tenant_id" = ?', ['another']],
      ['select * from "item" inner join "tile" on 1 = 1 where "item"."tenant_id" = ?', [TENANT]],
      ['select * from "item" where "item"."tenant_id" = ? or 1 = 1', [TENANT]],
      ['insert into "item" ("id") values (?)', ['x']],
    ];
    for (const [sql, parameters] of bad) expect(unheld({ actor, sql, parameters }), sql).not.toEqual([]);
  });
});

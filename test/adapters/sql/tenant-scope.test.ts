import { type Kysely, sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { Session } from '../../../shared/adapters/sql/engine.ts';
import { SQLITE } from '../../../shared/adapters/sql/flavours.ts';
import { kyselyOver } from '../../../shared/adapters/sql/kysely-over.ts';
import type { SystemTables } from '../../../shared/adapters/sql/schema/tables.ts';
import { tenantScope } from '../../../shared/adapters/sql/tenant-scope.ts';
import { TENANT } from './every-call.ts';

const session: Session = { execute: async () => ({ rows: [], affected: 0 }) };
/** The whole database, as no store can have it, held to the tenant all the same. */
const db = kyselyOver<SystemTables>(session, SQLITE, 'write', [tenantScope(TENANT)]);

describe('a tenant scope', () => {
  test('puts the condition of a store in parentheses, so that an `or` cannot reach past the tenant', () => {
    const query = db.selectFrom('item').select('id').where(sql<boolean>`1 = 1 or 2 = 2`);
    expect(query.compile()).toMatchObject({
      sql: 'select "id" from "item" where "item"."tenant_id" = ? and (1 = 1 or 2 = 2)',
      parameters: [TENANT],
    });
  });

  test('holds subqueries and aliases too', () => {
    const query = db
      .selectFrom('item as i')
      .select('i.id')
      .where('i.id', 'in', (eb) => eb.selectFrom('permission').select('item_id'));
    expect(query.compile()).toMatchObject({
      sql:
        'select "i"."id" from "item" as "i" where "i"."tenant_id" = ? and ' +
        '("i"."id" in (select "item_id" from "permission" where "permission"."tenant_id" = ?))',
      parameters: [TENANT, TENANT],
    });
  });

  test.each<{ what: string; query: (db: Kysely<SystemTables>) => { compile(): unknown } }>([
    { what: 'a table of the system', query: (q) => q.selectFrom('context_key').selectAll() },
    { what: 'no table at all', query: (q) => q.selectNoFrom(sql`1`.as('one')) },
    {
      what: 'an outer join',
      query: (q) => q.selectFrom('item').leftJoin('tile', 'tile.model_id', 'item.id').selectAll(),
    },
    { what: 'a union', query: (q) => q.selectFrom('item').select('id').union(q.selectFrom('item').select('id')) },
    {
      what: 'a common table expression',
      query: (q) =>
        q
          .with('x', (w) => w.selectFrom('item').select('id'))
          .selectFrom('x')
          .selectAll(),
    },
    { what: 'an update from another table', query: (q) => q.updateTable('item').from('tile').set({ name: 'x' }) },
    {
      what: 'an insert of what is selected',
      query: (q) =>
        q.insertInto('garbage').columns(['blob_name']).expression(q.selectFrom('upload').select('blob_name')),
    },
  ])('refuses $what', ({ query }) => {
    expect(() => query(db).compile()).toThrow();
  });
});

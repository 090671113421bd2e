import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSqliteMetadata } from '../../../shared/adapters/sql/open-sqlite.ts';
import { pendingMigrations } from '../../../shared/adapters/sql/schema/migrations.ts';
import type { Metadata } from '../../../shared/catalog/ports.ts';
import { type DashboardId, newId, type ObjectId, type TenantId, type WorkspaceId } from '../../../shared/domain/ids.ts';
import { AT } from '../../conformance/metadata-samples.ts';

const ids = {
  tenant: newId<TenantId>(),
  owner: newId<ObjectId>(),
  application: newId<ObjectId>(),
  colleague: newId<ObjectId>(),
  workspace: newId<WorkspaceId>(),
  dashboard: newId<DashboardId>(),
};

/** A file as the version before sharing left it, with a row of each kind that changes. */
function writeOldFile(file: string): void {
  const database = new DatabaseSync(file);
  database.exec('create table migration (name text primary key, applied_at text not null) strict');
  for (const { name, statements } of pendingMigrations(new Set(), 'sqlite').slice(0, 2)) {
    for (const statement of statements) database.exec(statement);
    database.prepare('insert into migration values (?, ?)').run(name, AT);
  }
  const insert = (table: string, row: Readonly<Record<string, string>>) => {
    const columns = Object.keys(row);
    const holes = columns.map(() => '?').join(', ');
    const names = columns.map((column) => `"${column}"`).join(', ');
    database.prepare(`insert into "${table}" (${names}) values (${holes})`).run(...Object.values(row));
  };
  const { tenant: tenant_id, owner, workspace: workspace_id, dashboard } = ids;
  insert('tenant', { tenant_id, name: 'Contoso' });
  const names = { display_name: 'Ann', display_name_key: 'ANN', sign_in_name: 'ann', sign_in_name_key: 'ANN' };
  insert('person', { tenant_id, object_id: owner, ...names, kind: 'user', changed_at: AT });
  const shared = { name: 'Sales', name_key: 'SALES', kind: 'shared', owner_id: owner, created_at: AT };
  insert('workspace', { tenant_id, id: workspace_id, ...shared });
  const member = { tenant_id, workspace_id };
  insert('workspace_member', { ...member, principal_id: owner, principal_kind: 'User', role: 'Admin' });
  insert('workspace_member', { ...member, principal_id: ids.application, principal_kind: 'App', role: 'Viewer' });
  const made = { kind: 'dashboard', name: 'D', created_by: owner, created_at: AT, modified_at: AT };
  insert('item', { tenant_id, id: dashboard, workspace_id, ...made });
  const given = { grantee_id: ids.colleague, right: 'read', granted_by: owner, granted_at: AT };
  insert('share', { tenant_id, item_id: dashboard, ...given });
  database.close();
}

describe('a file of the version before sharing', () => {
  let folder = '';
  let opened: Metadata | undefined;
  const metadata = (): Metadata => {
    if (opened === undefined) throw new Error('The store is not open.');
    return opened;
  };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'azimuth-upgrade-'));
    const file = join(folder, 'old.db');
    writeOldFile(file);
    opened = await openSqliteMetadata({ file });
  });
  afterAll(async () => {
    await opened?.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('opens with a permission where there was a share', async () => {
    const given = await metadata().read(ids.tenant, ({ permissions }) => permissions.ofItem(ids.dashboard));
    expect(given).toEqual([
      {
        itemId: ids.dashboard,
        granteeId: ids.colleague,
        granteeKind: 'user',
        rights: ['read'],
        source: 'direct',
        grantedBy: ids.owner,
        grantedAt: AT,
      },
    ]);
  });

  test('opens with the kinds of members as principals have them', async () => {
    const members = await metadata().read(ids.tenant, ({ workspaces }) => workspaces.members(ids.workspace));
    expect(new Map(members.map((member) => [member.principalId, member.principalKind]))).toEqual(
      new Map([
        [ids.owner, 'user'],
        [ids.application, 'service'],
      ]),
    );
  });

  test('opens with the tenant at home, its people, and an epoch that moves on', async () => {
    expect(await metadata().system.findTenant(ids.tenant)).toMatchObject({ name: 'Contoso', homeCluster: 'home' });
    await metadata().write(ids.tenant, undefined, ({ workspaces }) =>
      workspaces.removeMember(ids.workspace, ids.owner),
    );
    const seen = await metadata().read(ids.tenant, async ({ people, security }) => [
      (await people.find(ids.owner))?.displayName,
      await security.state(),
    ]);
    expect(seen).toEqual(['Ann', { epoch: 1, isReadOnly: false }]);
  });
});

import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSqliteEngine, openSqliteMetadata } from '../../../shared/adapters/sql/open-sqlite.ts';
import { createPool } from '../../../shared/adapters/sql/sqlite/pool.ts';
import { newId, type ObjectId, type TenantId } from '../../../shared/domain/ids.ts';

const run = promisify(execFile);
const COUNT_UP = fileURLToPath(new URL('./count-up.ts', import.meta.url));
const AT = '2026-03-01T08:00:00.000Z';

describe('the embedded store', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'azimuth-sqlite-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  test('four processes that start at once on a new file migrate it once and lose no update', async () => {
    const [file, tenant, person] = [join(folder, 'shared.db'), newId<TenantId>(), newId<ObjectId>()];
    const outcomes = await Promise.all(
      Array.from({ length: 4 }, () => run(process.execPath, [COUNT_UP, file, tenant, person, '50'])),
    );
    expect(outcomes.map(({ stderr }) => stderr)).toEqual(['', '', '', '']);
    const metadata = await openSqliteMetadata({ file });
    const counter = await metadata.read(tenant, ({ people }) => people.find(person));
    await metadata.close();
    expect(counter?.displayName).toBe('200');
  }, 60_000);

  test('a reader sees one state, while a writer changes it and does not wait', async () => {
    const [file, tenant, id] = [join(folder, 'readers.db'), newId<TenantId>(), newId<ObjectId>()];
    const metadata = await openSqliteMetadata({ file });
    const save = (displayName: string) =>
      metadata.write(tenant, undefined, ({ people }) =>
        people.save({ objectId: id, displayName, signInName: 'x', kind: 'user' }, AT),
      );
    await save('before');
    const seen = await metadata.read(tenant, async ({ people }) => {
      const first = await people.find(id);
      await save('after');
      return [first?.displayName, (await people.find(id))?.displayName];
    });
    const then = await metadata.read(tenant, ({ people }) => people.find(id));
    await metadata.close();
    expect([seen, then?.displayName]).toEqual([['before', 'before'], 'after']);
  });

  test('a reader sees nothing of what a writer has not finished', async () => {
    const [tenant, id] = [newId<TenantId>(), newId<ObjectId>()];
    const metadata = await openSqliteMetadata({ file: join(folder, 'unfinished.db') });
    const seen = await metadata.write(tenant, undefined, async (stores) => {
      await stores.people.save({ objectId: id, displayName: 'half', signInName: 'x', kind: 'user' }, AT);
      return [
        await metadata.read(tenant, ({ people }) => people.find(id)),
        (await stores.people.find(id))?.displayName,
      ];
    });
    await metadata.close();
    expect(seen).toEqual([undefined, 'half']);
  });

  test('what was written is there after the file is opened again, readable by its owner only', async () => {
    const [file, tenantId] = [join(folder, 'again.db'), newId<TenantId>()];
    const first = await openSqliteMetadata({ file });
    await first.system.saveTenant({ tenantId, name: 'Contoso', homeCluster: 'home' });
    await first.close();
    const second = await openSqliteMetadata({ file });
    expect(await second.system.findTenant(tenantId)).toEqual({ tenantId, name: 'Contoso', homeCluster: 'home' });
    await second.close();
    expect((await stat(file)).mode & 0o077).toBe(0);
  });

  test('the file is checked for references, in write-ahead mode', async () => {
    const engine = await openSqliteEngine(join(folder, 'modes.db'), new Date());
    const ask = (sql: string) => engine.read({ kind: 'system' }, (session) => session.execute(sql, []));
    expect((await ask('select * from pragma_journal_mode')).rows).toEqual([{ journal_mode: 'wal' }]);
    expect((await ask('select * from pragma_foreign_keys')).rows).toEqual([{ foreign_keys: 1 }]);
    await engine.close();
  });

  test('no path is refused with what to do', async () => {
    await expect(openSqliteMetadata({ file: '' })).rejects.toThrow('AZIMUTH_SQLITE');
  });

  test('who asks for a connection while holding the only one is told so', async () => {
    const pool = createPool(['only'], 20);
    await expect(pool.use(() => pool.use(async () => 'never'))).rejects.toThrow('one unit of work inside another');
    expect(await pool.use(async (thing) => thing)).toBe('only');
  });
});

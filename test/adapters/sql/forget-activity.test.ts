import { expect, test } from 'vitest';
import { openSqliteMetadata } from '../../../shared/adapters/sql/open-sqlite.ts';
import { newId, type TenantId } from '../../../shared/domain/ids.ts';
import { anAct, later } from '../../conformance/metadata-samples.ts';

test('events of all tenants from before a moment go, however many; those of the moment stay', async () => {
  let at = later(0);
  const metadata = await openSqliteMetadata({ file: ':memory:', now: () => new Date(at) });
  const [one, two] = [newId<TenantId>(), newId<TenantId>()];
  const record = (tenant: TenantId, count: number) =>
    metadata.write(tenant, anAct(newId()), async ({ audit }) => {
      for (let index = 0; index < count; index += 1) await audit.record({ activity: 'ViewReport' });
    });
  await record(one, 1500);
  at = later(1);
  await record(two, 1200);
  at = later(2);
  await record(one, 1);
  const query = { from: later(0), to: later(9), activity: undefined, userId: undefined, after: undefined, limit: 5 };
  const left = (tenant: TenantId) => metadata.read(tenant, ({ audit }) => audit.page(query));
  expect(await metadata.system.forgetActivity(later(0))).toBe(0);
  expect(await metadata.system.forgetActivity(later(2))).toBe(2700);
  expect((await left(one)).map((event) => event.at)).toEqual([later(2)]);
  expect(await left(two)).toEqual([]);
  expect(await metadata.system.forgetActivity(later(2))).toBe(0);
  await metadata.close();
});

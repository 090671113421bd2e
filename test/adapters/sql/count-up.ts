import { openSqliteMetadata } from '../../../shared/adapters/sql/open-sqlite.ts';
import { newId, parseId, type TenantId } from '../../../shared/domain/ids.ts';

/** A process of its own: opens the file and adds one to the person's name, so many times. */
const [, , file = '', tenant, times = '0'] = process.argv;
const tenantId = parseId<TenantId>(tenant);
if (tenantId === undefined) throw new Error('usage: count-up file tenant times');
const metadata = await openSqliteMetadata({ file });
for (let turn = 0; turn < Number(times); turn += 1) {
  const once = { id: newId(), expiresAt: new Date().toISOString() };
  await metadata.write(tenantId, once, async ({ people }) => {
    const before = await people.findBySignInName('counter');
    const objectId = before?.objectId ?? newId();
    const displayName = String(Number(before?.displayName ?? 0) + 1);
    await people.save({ objectId, displayName, signInName: 'counter', kind: 'user' }, new Date().toISOString());
  });
}
await metadata.close();

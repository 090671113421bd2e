import { openSqliteMetadata } from '../../../shared/adapters/sql/open-sqlite.ts';
import { newId, type ObjectId, parseId, type TenantId } from '../../../shared/domain/ids.ts';

/** A process of its own: opens the file and adds one to the person's name, so many times. */
const [, , file = '', tenant, person, times = '0'] = process.argv;
const [tenantId, objectId] = [parseId<TenantId>(tenant), parseId<ObjectId>(person)];
if (tenantId === undefined || objectId === undefined) throw new Error('usage: count-up file tenant person times');
const by = { objectId, kind: 'user', signInName: 'counter', requestId: 'r', clientIp: '', userAgent: '' } as const;
const metadata = await openSqliteMetadata({ file });
for (let turn = 0; turn < Number(times); turn += 1) {
  const once = { id: newId(), expiresAt: new Date().toISOString() };
  await metadata.write(tenantId, { once, by, activity: undefined }, async ({ people }) => {
    const before = await people.find(objectId);
    const displayName = String(Number(before?.displayName ?? 0) + 1);
    await people.save({ objectId, displayName, signInName: 'counter', kind: 'user' }, new Date().toISOString());
  });
}
await metadata.close();

import { expect, test } from 'vitest';
import { type ImportId, newId, type TenantId } from '../../shared/domain/ids.ts';
import type { PendingImports } from '../../shared/imports/ports.ts';

/** What every store of pending imports promises; it begins without any. */
export function describePendingImports(open: () => PendingImports): void {
  const some = () => ({ tenantId: newId<TenantId>(), importId: newId<ImportId>() });
  const keys = async () => (await open().all()).map(({ tenantId, importId }) => `${tenantId} ${importId}`).toSorted();
  const keyOf = ({ tenantId, importId }: ReturnType<typeof some>) => `${tenantId} ${importId}`;

  test('what is noted is told, with when, until it is forgotten', async () => {
    const [one, other] = [some(), some()];
    const before = Date.now() - 2000;
    await open().note(one);
    await open().note(other);
    await open().note(one);
    expect(await keys()).toEqual([keyOf(one), keyOf(other)].toSorted());
    for (const { notedAt } of await open().all()) {
      expect(notedAt.getTime()).toBeGreaterThanOrEqual(before);
      expect(notedAt.getTime()).toBeLessThanOrEqual(Date.now() + 2000);
    }
    await open().forget(one);
    expect(await keys()).toEqual([keyOf(other)]);
    await open().forget(other);
  });

  test('forgetting what is not noted does nothing', async () => {
    await open().forget(some());
    expect(await keys()).toEqual([]);
  });
}

import type { SettingStore } from '../../../catalog/ports.ts';
import type { TenantSetting } from '../../../domain/tenant-settings.ts';
import { checkedRow } from '../schema/checked-row.ts';
import type { TenantTables } from '../schema/tables.ts';
import { addOrChange } from './add-or-change.ts';
import type { Scope } from './scope.ts';

/** What the administrator of one tenant has switched; what was never switched has no row. */
export function settingStore({ db, flavour }: Scope): SettingStore {
  return {
    all: async () => (await db.selectFrom('tenant_setting').selectAll().orderBy('name').execute()).map(settingOf),
    save: async ({ name, isOn, onlyFor, exceptFor }) => {
      const change = checkedRow('tenant_setting', {
        is_on: isOn ? 1 : 0,
        only_for: JSON.stringify(onlyFor),
        except_for: JSON.stringify(exceptFor),
      } as const);
      await addOrChange(
        flavour,
        () => db.updateTable('tenant_setting').set(change).where('name', '=', name).executeTakeFirstOrThrow(),
        () =>
          db
            .insertInto('tenant_setting')
            .values({ name, ...change })
            .execute(),
      );
    },
  };
}

function settingOf(row: TenantTables['tenant_setting']): TenantSetting {
  // Only `save` writes these texts, from lists of ids.
  const onlyFor: TenantSetting['onlyFor'] = JSON.parse(row.only_for);
  const exceptFor: TenantSetting['exceptFor'] = JSON.parse(row.except_for);
  return { name: row.name, isOn: row.is_on === 1, onlyFor, exceptFor };
}

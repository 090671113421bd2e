import { type People, peopleById } from '../catalog/people-by-id.ts';
import type { Act, Stores } from '../catalog/ports.ts';
import { recordActivity } from '../catalog/record-activity.ts';
import { Fault } from '../domain/faults.ts';
import type { TenantGrant } from '../domain/grants.ts';
import type { ObjectId } from '../domain/ids.ts';
import {
  TENANT_SETTINGS,
  type TenantSetting,
  type TenantSettingName,
  tenantSettings,
} from '../domain/tenant-settings.ts';
import { fewAtOnce } from '../engine/few-at-once.ts';
import type { Person } from '../identity/ports.ts';
import type { SharingDeps } from './recipients.ts';

export type SeenSettings = { readonly settings: readonly TenantSetting[]; readonly people: People };

/** Every setting of the tenant, set or not, with the names of the groups that it is for. */
export async function listTenantSettings(stores: Stores): Promise<SeenSettings> {
  const settings = Object.values(tenantSettings(await stores.settings.all()));
  const people = await peopleById(
    stores,
    settings.flatMap(({ onlyFor, exceptFor }) => [...onlyFor, ...exceptFor]),
  );
  return { settings, people };
}

/** The name as the list has it; undefined where there is no such setting. */
export function parseSettingName(text: string | undefined): TenantSettingName | undefined {
  return Object.values(tenantSettings([])).find(({ name }) => name === text)?.name;
}

/** Switches a setting. The groups that it names must be groups of the directory (`request-invalid`). */
export async function setTenantSetting(
  { metadata, directory, now }: SharingDeps,
  grant: TenantGrant,
  setting: TenantSetting,
  act: Act,
): Promise<void> {
  if (grant.standing !== 'administrator') throw new Fault('not-permitted', { what: 'set this' });
  const ids = [...new Set([...setting.onlyFor, ...setting.exceptFor])];
  const groups = await fewAtOnce(ids, async (id) => requireGroup(await directory.find(grant.tenantId, id), id));
  await metadata.write(grant.tenantId, act, async (stores) => {
    const at = now().toISOString();
    for (const group of groups) await stores.people.save(group, at);
    await stores.settings.save(setting);
    await recordActivity(stores, act, { detail: sentence(setting) });
  });
}

function requireGroup(found: Person | undefined, id: ObjectId): Person {
  if (found?.kind === 'group') return found;
  throw new Fault('request-invalid', { what: `The directory of your organisation has no group ${id}.` });
}

function sentence({ name, isOn, onlyFor, exceptFor }: TenantSetting): string {
  const only = onlyFor.length === 0 ? '' : `, only for ${onlyFor.join(', ')}`;
  const except = exceptFor.length === 0 ? '' : `, except for ${exceptFor.join(', ')}`;
  return `${name} (${TENANT_SETTINGS[name].title}): ${isOn ? 'on' : 'off'}${only}${except}`;
}

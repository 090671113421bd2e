import type { ObjectId } from './ids.ts';
import type { Holder } from './principal.ts';

/**
 * What the administrator of a tenant may switch, with what holds until they do. The names are ours; `title` is what an
 * administrator reads.
 */
export const TENANT_SETTINGS = {
  guestAccess: { title: 'Guests may use the service', isOn: true },
  guestInvitations: { title: 'Sharing with an unknown address invites a guest', isOn: false },
  guestEditing: { title: 'Guests may build and change content', isOn: false },
  organisationLinks: { title: 'Links may open to everybody in the organisation', isOn: true },
  servicePrincipals: { title: 'Service principals may use the API', isOn: false },
  export: { title: 'Data may be exported', isOn: true },
  executeQueries: { title: 'Dataset Execute Queries REST API', isOn: true },
} as const;
export type TenantSettingName = keyof typeof TENANT_SETTINGS;

/** A switch: off; or on for everybody, or for the members of some groups; never for members of the excepted groups. */
export type TenantSetting = {
  readonly name: TenantSettingName;
  readonly isOn: boolean;
  /** Empty: for everybody. */
  readonly onlyFor: readonly ObjectId[];
  readonly exceptFor: readonly ObjectId[];
};
export type TenantSettings = { readonly [N in TenantSettingName]: TenantSetting };

/** All settings of a tenant: what was set, and the defaults of the rest. */
export function tenantSettings(stored: readonly TenantSetting[]): TenantSettings {
  const of = (name: TenantSettingName): TenantSetting =>
    stored.find((setting) => setting.name === name) ?? {
      name,
      isOn: TENANT_SETTINGS[name].isOn,
      onlyFor: [],
      exceptFor: [],
    };
  return {
    guestAccess: of('guestAccess'),
    guestInvitations: of('guestInvitations'),
    guestEditing: of('guestEditing'),
    organisationLinks: of('organisationLinks'),
    servicePrincipals: of('servicePrincipals'),
    export: of('export'),
    executeQueries: of('executeQueries'),
  };
}

/**
 * Whether a setting lets these act: the one place where settings are read. `groupIds` are all groups that the setting
 * names and that they are in.
 */
export function allows(setting: TenantSetting, who: Pick<Holder, 'objectId' | 'groupIds'>): boolean {
  const isOneOf = (ids: readonly ObjectId[]) => ids.some((id) => id === who.objectId || who.groupIds.includes(id));
  return setting.isOn && (setting.onlyFor.length === 0 || isOneOf(setting.onlyFor)) && !isOneOf(setting.exceptFor);
}

import { newId } from '../../../shared/domain/ids.ts';
import type { TenantSettingName } from '../../../shared/domain/tenant-settings.ts';
import { NEWCOMER, PRINCIPALS, type Principal, RECIPIENT, TENANT } from '../principals.ts';
import { createWorld, type World, type WorldOptions } from '../world.ts';

/** The world of the tests with everybody in it who calls or is given something; each has been here once. */
export async function openWorld(options: WorldOptions = {}): Promise<World> {
  const world = await createWorld(options);
  for (const who of [...PRINCIPALS, RECIPIENT, NEWCOMER]) putAccount(world, who);
  await set(world, 'servicePrincipals', true);
  for (const who of [...PRINCIPALS, RECIPIENT, NEWCOMER]) await world.send(who, 'GET', '/azimuth/v1/me');
  return world;
}

export function set(world: World, name: TenantSettingName, isOn: boolean): Promise<void> {
  return world.metadata.write(TENANT, undefined, ({ settings }) =>
    settings.save({ name, isOn, onlyFor: [], exceptFor: [] }),
  );
}

type More = { readonly isEnabled?: boolean; readonly signInName?: string; readonly displayName?: string };

/** Adds somebody to the directory, or changes what it says of them. */
export function putAccount({ directory }: World, who: Principal, more: More = {}): void {
  const { tenantId, objectId, signInName, kind, name } = who;
  const { isEnabled = true, ...said } = more;
  directory.put(tenantId, { objectId, displayName: name, signInName, kind, ...said }, { isEnabled });
}

/** Somebody like this principal with another object id: whoever takes over their name. */
export function namesake(who: Principal, more: Partial<Principal> = {}): Principal {
  const { rights: _, role: __, isAdministrator: ___, ...rest } = who;
  return { ...rest, objectId: newId(), ...more };
}

/** The answer's status and its body as text, without the id that each answer has of its own. */
export async function told(answer: Response): Promise<string> {
  const text = await answer.text();
  return `${answer.status} ${text.replace(/"requestId":"[^"]*"/, '')}`;
}

import type { Import, Stores } from '../catalog/ports.ts';
import { Fault } from '../domain/faults.ts';
import type { ObjectId, TenantId } from '../domain/ids.ts';
import type { Holder } from '../domain/principal.ts';
import { isAtLeast } from '../domain/rights.ts';
import { allows, type TenantSettings, tenantSettings } from '../domain/tenant-settings.ts';
import type { Account, Directory } from '../identity/ports.ts';
import { effectiveRole, principalsOf } from './effective-rights.ts';

/** Who asked for an import, as the directory has them now; undefined where it has them no longer. */
export type Importer = { readonly account: Account; readonly groupIds: readonly ObjectId[] } | undefined;

/** Asks the directory, outside of any transaction. Where it does not answer, the fault is `upstream-unavailable`. */
export async function findImporter(
  directory: Pick<Directory, 'account' | 'groupsOf'>,
  tenantId: TenantId,
  { requestedBy }: Import,
): Promise<Importer> {
  const account = await directory.account(tenantId, requestedBy);
  return account && { account, groupIds: await directory.groupsOf(tenantId, requestedBy) };
}

/**
 * Checks again, without anybody's token, that who asked for the import may still publish into the workspace: the account
 * is enabled, the tenant lets such accounts in, and they hold a role that writes. Otherwise `not-permitted`.
 */
export async function rightsOfImporter(stores: Stores, row: Import, importer: Importer): Promise<void> {
  const settings = tenantSettings(await stores.settings.all());
  const who = importer?.account.isEnabled === true ? holderOf(importer, settings) : undefined;
  if (who !== undefined) {
    const holding = await stores.security.holders(who.groupIds);
    const principals = principalsOf({ ...who, groupIds: holding });
    const role = effectiveRole(who, await stores.workspaces.membershipsOf(row.workspaceId, principals));
    if (role !== undefined && isAtLeast(role, 'Contributor')) return;
  }
  throw new Fault('not-permitted', { what: 'publish into this workspace any more' });
}

/** Undefined where the tenant does not let such accounts in. */
function holderOf({ account, groupIds }: NonNullable<Importer>, settings: TenantSettings): Holder | undefined {
  const who = { objectId: account.objectId, groupIds };
  switch (account.kind) {
    case 'user':
      return { ...who, kind: 'user', mayEdit: true };
    case 'guest':
      if (!allows(settings.guestAccess, who)) return undefined;
      return { ...who, kind: 'guest', mayEdit: allows(settings.guestEditing, who) };
    case 'service':
      return allows(settings.servicePrincipals, who) ? { ...who, kind: 'service', mayEdit: true } : undefined;
    case 'group':
      return undefined;
  }
}

import type { Metadata } from '../catalog/ports.ts';
import { Fault } from '../domain/faults.ts';
import type { ObjectId, TenantId } from '../domain/ids.ts';
import type { Caller, Holder } from '../domain/principal.ts';
import { allows, type TenantSettings, tenantSettings } from '../domain/tenant-settings.ts';
import type { Account, Person } from '../identity/ports.ts';
import { asHolder } from './as-holder.ts';
import type { SharingDeps } from './recipients.ts';

/** Whose access is explained: as whom the rights are calculated, and whether the tenant lets them in at all. */
export type Subject = {
  readonly person: Person;
  readonly holder: Holder;
  readonly isEnabled: boolean;
  readonly isGuestLetIn: boolean;
  readonly isApplicationLetIn: boolean;
};

type Deps = Pick<SharingDeps, 'metadata' | 'directory'>;

/** The caller was let in for this very request. */
export async function callerAsSubject(metadata: Metadata, caller: Caller): Promise<Subject> {
  const { objectId, displayName, signInName, kind } = caller;
  const settings = await settingsOf(metadata, caller.tenantId);
  return {
    person: { objectId, displayName, signInName, kind },
    holder: caller,
    isEnabled: true,
    ...letIn(settings, caller),
  };
}

/** Somebody of the directory as they would be if they called now; a group stands for itself. */
export async function findSubject(deps: Deps, { tenantId }: Caller, objectId: ObjectId): Promise<Subject> {
  const account = await deps.directory.account(tenantId, objectId);
  if (account !== undefined && account.kind !== 'group') return accountAsSubject(deps, tenantId, account);
  const person = account ?? (await deps.directory.find(tenantId, objectId));
  if (person === undefined) throw new Fault('not-found', { what: 'person' });
  return { person, holder: asHolder(person), isEnabled: true, isGuestLetIn: true, isApplicationLetIn: true };
}

/** An account as the Gateway would see it if it called now, with all its groups from the directory. */
export async function accountAsSubject(
  { metadata, directory }: Deps,
  tenantId: TenantId,
  account: Account,
): Promise<Subject> {
  const { objectId } = account;
  const kind = account.kind === 'group' ? 'user' : account.kind;
  const settings = await settingsOf(metadata, tenantId);
  const groupIds = await directory.groupsOf(tenantId, objectId);
  const holding = await metadata.read(tenantId, ({ security }) => security.holders(groupIds));
  const mayEdit = kind !== 'guest' || allows(settings.guestEditing, { objectId, groupIds });
  return {
    person: account,
    holder: { kind, objectId, groupIds: holding, mayEdit },
    isEnabled: account.isEnabled,
    ...letIn(settings, { kind, objectId, groupIds }),
  };
}

function letIn(
  settings: TenantSettings,
  who: Pick<Holder, 'kind' | 'objectId' | 'groupIds'>,
): Pick<Subject, 'isGuestLetIn' | 'isApplicationLetIn'> {
  return {
    isGuestLetIn: who.kind !== 'guest' || allows(settings.guestAccess, who),
    isApplicationLetIn: who.kind !== 'service' || allows(settings.servicePrincipals, who),
  };
}

function settingsOf(metadata: Metadata, tenantId: TenantId): Promise<TenantSettings> {
  return metadata.read(tenantId, async ({ settings }) => tenantSettings(await settings.all()));
}

import type { Metadata } from '../catalog/ports.ts';
import { Fault } from '../domain/faults.ts';
import type { ObjectId } from '../domain/ids.ts';
import type { Caller, Holder } from '../domain/principal.ts';
import { allows, type TenantSettings, tenantSettings } from '../domain/tenant-settings.ts';
import type { Person } from '../identity/ports.ts';
import { asHolder } from './list-permissions.ts';
import type { SharingDeps } from './recipients.ts';

/** Whose access is explained: as whom the rights are calculated, and whether the tenant lets them in at all. */
export type Subject = {
  readonly person: Person;
  readonly holder: Holder;
  readonly isEnabled: boolean;
  readonly isGuestLetIn: boolean;
  readonly isApplicationLetIn: boolean;
};

/** The caller was let in for this very request. */
export async function callerAsSubject(metadata: Metadata, caller: Caller): Promise<Subject> {
  const { objectId, displayName, signInName, kind } = caller;
  const settings = await settingsOf(metadata, caller);
  return {
    person: { objectId, displayName, signInName, kind },
    holder: caller,
    isEnabled: true,
    ...letIn(settings, caller),
  };
}

/**
 * Somebody as the Gateway would see them if they called now: their account and all their groups from the directory. A
 * group stands for itself.
 */
export async function findSubject(
  { metadata, directory }: Pick<SharingDeps, 'metadata' | 'directory'>,
  caller: Caller,
  objectId: ObjectId,
): Promise<Subject> {
  const { tenantId } = caller;
  const account = await directory.account(tenantId, objectId);
  const person = account ?? (await directory.find(tenantId, objectId));
  if (person === undefined) throw new Fault('not-found', { what: 'person' });
  const settings = await settingsOf(metadata, caller);
  if (account === undefined || account.kind === 'group') {
    return { person, holder: asHolder(person), isEnabled: true, isGuestLetIn: true, isApplicationLetIn: true };
  }
  const groupIds = await directory.groupsOf(tenantId, objectId);
  const holding = await metadata.read(tenantId, ({ security }) => security.holders(groupIds));
  const mayEdit = account.kind !== 'guest' || allows(settings.guestEditing, { objectId, groupIds });
  const holder: Holder = { kind: account.kind, objectId, groupIds: holding, mayEdit };
  return {
    person,
    holder,
    isEnabled: account.isEnabled,
    ...letIn(settings, { kind: account.kind, objectId, groupIds }),
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

function settingsOf(metadata: Metadata, { tenantId }: Caller): Promise<TenantSettings> {
  return metadata.read(tenantId, async ({ settings }) => tenantSettings(await settings.all()));
}

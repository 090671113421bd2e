import { findPrincipal } from '../catalog/find-principal.ts';
import type { Metadata } from '../catalog/ports.ts';
import { Fault } from '../domain/faults.ts';
import type { Caller } from '../domain/principal.ts';
import { allows, TENANT_SETTINGS, tenantSettings } from '../domain/tenant-settings.ts';
import { fewAtOnce } from '../engine/few-at-once.ts';
import type { Directory, Person } from '../identity/ports.ts';

export const MOST_RECIPIENTS = 100;

export type SharingDeps = {
  readonly metadata: Metadata;
  readonly directory: Directory;
  readonly now: () => Date;
};

export type Recipients = {
  readonly people: readonly Person[];
  /** Those of them who became guests of the tenant just now. */
  readonly invited: readonly Person[];
};

/**
 * Whom the caller means: object ids, sign-in names or e-mail addresses, each person once. An e-mail address that the
 * directory does not know invites a guest where the tenant lets the caller do so. All names are looked up before
 * anybody is invited; nobody shares with themselves (`request-invalid`). Call it before the transaction: an invitation
 * cannot be taken back.
 */
export async function resolveRecipients(
  { metadata, directory }: Pick<SharingDeps, 'metadata' | 'directory'>,
  caller: Caller,
  names: readonly string[],
): Promise<Recipients> {
  const unique = [...new Set(names.map((name) => name.trim()))];
  if (unique.length > MOST_RECIPIENTS) {
    throw new Fault('request-invalid', { what: `At most ${MOST_RECIPIENTS} recipients are taken at once.` });
  }
  const looked = await fewAtOnce(unique, async (name) => ({
    name,
    person: await findPrincipal(directory, caller.tenantId, name),
  }));
  const known = looked.flatMap(({ person }) => person ?? []);
  if (known.some(({ objectId }) => objectId === caller.objectId)) {
    throw new Fault('request-invalid', { what: 'One of the recipients is you: you have this already.' });
  }
  const unknown = looked.flatMap(({ name, person }) => (person === undefined ? [name] : []));
  if (unknown.length > 0) await requireInvitable(metadata, caller, unknown);
  const invited: Person[] = [];
  for (const address of unknown) invited.push(await directory.invite(caller.tenantId, address));
  const byId = new Map([...known, ...invited].map((person) => [person.objectId, person]));
  return { people: [...byId.values()], invited };
}

/** One address and nothing that a mail program would read as several. */
const ADDRESS = /^[^\s@<>"(),;:\\[\]]{1,64}@[^\s@<>"(),;:\\[\]]{1,190}\.[^\s@<>"(),;:\\[\].]{2,63}$/u;

async function requireInvitable(metadata: Metadata, caller: Caller, unknown: readonly string[]): Promise<void> {
  const noAddress = unknown.find((name) => !ADDRESS.test(name));
  if (noAddress !== undefined) {
    throw new Fault('request-invalid', {
      what: `The directory of your organisation has nobody called "${noAddress}". Check the name, or pick somebody from the search.`,
    });
  }
  const { state, settings } = await metadata.read(caller.tenantId, async (stores) => ({
    state: await stores.security.state(),
    settings: tenantSettings(await stores.settings.all()),
  }));
  if (state.isReadOnly) throw new Fault('read-only', {});
  if (!allows(settings.guestInvitations, caller)) {
    throw new Fault('request-invalid', {
      what: `The directory of your organisation has nobody with the address "${unknown[0]}", and the setting "${TENANT_SETTINGS.guestInvitations.title}" does not let you invite guests. Ask an administrator to invite them.`,
    });
  }
}

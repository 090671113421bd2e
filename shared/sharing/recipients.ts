import { findPrincipal } from '../catalog/find-principal.ts';
import type { Metadata } from '../catalog/ports.ts';
import { Fault } from '../domain/faults.ts';
import type { Caller } from '../domain/principal.ts';
import { allows, TENANT_SETTINGS, tenantSettings } from '../domain/tenant-settings.ts';
import { fewAtOnce } from '../engine/few-at-once.ts';
import type { Directory, Person } from '../identity/ports.ts';

const MOST_RECIPIENTS = 100;
const MOST_INVITATIONS = 20;

export type SharingDeps = {
  readonly metadata: Metadata;
  readonly directory: Directory;
  readonly now: () => Date;
};

export type Recipients = {
  /** Whom the directory has, each once. */
  readonly known: readonly Person[];
  /** E-mail addresses of people whom it does not have, and whom the caller may invite. */
  readonly addresses: readonly string[];
};

/**
 * Whom the caller means: object ids, sign-in names or e-mail addresses. Nobody is invited yet. Throws `request-invalid`
 * for a name that is neither known nor an address that the caller may invite, for the caller themselves, and for too
 * many.
 */
export async function findRecipients(
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
  const known = new Map(looked.flatMap(({ person }) => (person === undefined ? [] : [[person.objectId, person]])));
  if (known.has(caller.objectId)) {
    throw new Fault('request-invalid', { what: 'One of the recipients is you: you have this already.' });
  }
  const unknown = looked.flatMap(({ name, person }) => (person === undefined ? [name] : []));
  const addresses = [...new Map(unknown.map((name) => [name.toLowerCase(), name])).values()];
  if (addresses.length > 0) await requireInvitable(metadata, caller, addresses);
  return { known: [...known.values()], addresses };
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
  if (unknown.length > MOST_INVITATIONS) {
    throw new Fault('request-invalid', {
      what: `At most ${MOST_INVITATIONS} guests are invited at once, and the directory of your organisation does not have ${unknown.length} of these addresses.`,
    });
  }
}

import type { Act, Item, SharingLink, Stores } from '../catalog/ports.ts';
import { itemFacts, recordActivity } from '../catalog/record-activity.ts';
import { Fault } from '../domain/faults.ts';
import type { ReportGrant } from '../domain/grants.ts';
import { newId } from '../domain/ids.ts';
import type { Caller } from '../domain/principal.ts';
import type { GrantableRight } from '../domain/rights.ts';
import { allows, TENANT_SETTINGS, tenantSettings } from '../domain/tenant-settings.ts';
import type { Person } from '../identity/ports.ts';
import { refuseMoreThanHeld, rightsFor, withRead } from './give-rights.ts';
import { inviteGuests } from './invite-guests.ts';
import { recipientFacts } from './recipient-facts.ts';
import { findRecipients, type Recipients, type SharingDeps } from './recipients.ts';
import { modelOf, requiredItem } from './required-item.ts';

const MOST_LINKS = 1000;

export type NewLink = {
  readonly kind: SharingLink['kind'];
  readonly rights: readonly GrantableRight[];
  readonly recipients: readonly string[];
};

/** `invited` are those of its recipients who became guests of the tenant just now. */
export type CreatedLink = { readonly link: SharingLink; readonly invited: readonly Person[] };

/**
 * A link to a report. It gives what its maker holds, to people of its kind (H-02), and on the report's model as well
 * where the maker may share that. A link for people with existing access gives nothing. Addresses that the directory
 * does not know become guests, where the tenant lets the caller invite and once all the rest is found right.
 */
export async function createLink(
  deps: SharingDeps,
  caller: Caller,
  grant: ReportGrant,
  wanted: NewLink,
  act: Act,
): Promise<CreatedLink> {
  const rights = wanted.kind === 'existing' ? [] : withRead(wanted.rights);
  refuseMoreThanHeld(rights, grant.rights);
  const { known, addresses } = await recipientsOf(deps, caller, wanted);
  const planned = (stores: Stores) => planOf(stores, caller, grant, wanted.kind, rights);
  const invite = async () => {
    const { item } = await deps.metadata.read(grant.tenantId, planned);
    return inviteGuests(deps, caller, item, addresses, act);
  };
  const invited = addresses.length === 0 ? [] : await invite();
  const people = [...known, ...invited];
  const at = deps.now().toISOString();
  const link = await deps.metadata.write(grant.tenantId, act, async (stores) => {
    const { item, coversModel } = await planned(stores);
    const made: SharingLink = {
      id: newId(),
      itemId: item.id,
      kind: wanted.kind,
      rights,
      coversModel,
      recipientIds: people.map(({ objectId }) => objectId),
      createdBy: caller.objectId,
      createdAt: at,
    };
    for (const person of people) await stores.people.save(person, at);
    await stores.links.create(made);
    await recordActivity(stores, act, {
      ...(await itemFacts(stores, item)),
      recipients: people.map((person) => recipientFacts(person, rightsFor(person, rights))),
      detail: `link ${made.id} for ${made.kind}: ${rights.join(', ') || 'no rights'}`,
    });
    return made;
  });
  return { link, invited };
}

async function recipientsOf(deps: SharingDeps, caller: Caller, wanted: NewLink): Promise<Recipients> {
  const isNamed = wanted.recipients.length > 0;
  if (wanted.kind !== 'people') {
    if (!isNamed) return { known: [], addresses: [] };
    throw new Fault('request-invalid', { what: 'Only a link of the kind "people" has recipients.' });
  }
  if (!isNamed) throw new Fault('request-invalid', { what: 'A link of the kind "people" needs recipients.' });
  const found = await findRecipients(deps, caller, wanted.recipients);
  const application = found.known.find(({ kind }) => kind === 'service');
  if (application !== undefined) {
    throw new Fault('request-invalid', {
      what: `"${application.displayName}" is an application: it opens no links. Share the report with it instead.`,
    });
  }
  return found;
}

/** Where the link would lead and how far, as it is allowed now; throws where it is not. */
async function planOf(
  stores: Stores,
  caller: Caller,
  grant: ReportGrant,
  kind: SharingLink['kind'],
  rights: readonly GrantableRight[],
): Promise<{ readonly item: Item; readonly coversModel: boolean }> {
  const { item, held } = await requiredItem(stores, caller, grant, 'reshare');
  refuseMoreThanHeld(rights, held);
  if (kind === 'organisation') await requireOrganisationLinks(stores, caller);
  if ((await stores.links.ofItem(item.id)).length >= MOST_LINKS) {
    throw new Fault('quota-exceeded', { what: 'links to one report', limit: MOST_LINKS });
  }
  return { item, coversModel: kind !== 'existing' && (await mayShareModel(stores, caller, item, rights)) };
}

async function requireOrganisationLinks(stores: Stores, caller: Caller): Promise<void> {
  const { organisationLinks } = tenantSettings(await stores.settings.all());
  if (!allows(organisationLinks, caller)) {
    throw new Fault('not-allowed-here', { setting: TENANT_SETTINGS.organisationLinks.title });
  }
}

/**
 * Whether the link gives rights on the model too. Who may share the model gives no more of it than they hold there:
 * a link with more would open the report without its data, and is refused.
 */
async function mayShareModel(
  stores: Stores,
  caller: Caller,
  report: Item,
  rights: readonly GrantableRight[],
): Promise<boolean> {
  const { held } = await modelOf(stores, caller, report);
  if (!held.includes('reshare')) return false;
  refuseMoreThanHeld(rights, held);
  return true;
}

import type { Act, Item, SharingLink, Stores } from '../catalog/ports.ts';
import { itemFacts, recordActivity } from '../catalog/record-activity.ts';
import { Fault } from '../domain/faults.ts';
import type { ReportGrant } from '../domain/grants.ts';
import { newId } from '../domain/ids.ts';
import type { Caller } from '../domain/principal.ts';
import type { GrantableRight } from '../domain/rights.ts';
import { allows, TENANT_SETTINGS, tenantSettings } from '../domain/tenant-settings.ts';
import type { Person } from '../identity/ports.ts';
import { refuseMoreThanHeld, withRead } from './give-rights.ts';
import { recipientFacts } from './recipient-facts.ts';
import { resolveRecipients, type SharingDeps } from './recipients.ts';
import { modelOf, requiredItem } from './required-item.ts';

const MOST_LINKS = 1000;

export type NewLink = {
  readonly kind: SharingLink['kind'];
  readonly rights: readonly GrantableRight[];
  readonly recipients: readonly string[];
};

/**
 * A link to a report. It gives what its maker holds, to people of its kind (H-02), and on the report's model as well
 * where the maker may share that. A link for people with existing access gives nothing.
 */
export async function createLink(
  deps: SharingDeps,
  caller: Caller,
  grant: ReportGrant,
  wanted: NewLink,
  act: Act,
): Promise<SharingLink> {
  const rights = wanted.kind === 'existing' ? [] : withRead(wanted.rights);
  refuseMoreThanHeld(rights, grant.rights);
  const people = await recipientsOf(deps, caller, wanted);
  const at = deps.now().toISOString();
  return deps.metadata.write(grant.tenantId, act, async (stores) => {
    const { item, held } = await requiredItem(stores, caller, grant, 'reshare');
    refuseMoreThanHeld(rights, held);
    if (wanted.kind === 'organisation') await requireOrganisationLinks(stores, caller);
    if ((await stores.links.ofItem(item.id)).length >= MOST_LINKS) {
      throw new Fault('quota-exceeded', { what: 'links to one report', limit: MOST_LINKS });
    }
    const link: SharingLink = {
      id: newId(),
      itemId: item.id,
      kind: wanted.kind,
      rights,
      coversModel: wanted.kind !== 'existing' && (await mayShareModel(stores, caller, item, rights)),
      recipientIds: people.map(({ objectId }) => objectId),
      createdBy: caller.objectId,
      createdAt: at,
    };
    for (const person of people) await stores.people.save(person, at);
    await stores.links.create(link);
    await recordActivity(stores, act, {
      ...(await itemFacts(stores, item)),
      recipients: people.map((person) => recipientFacts(person, rights)),
      detail: `link ${link.id} for ${link.kind}: ${rights.join(', ') || 'no rights'}`,
    });
    return link;
  });
}

async function recipientsOf(deps: SharingDeps, caller: Caller, wanted: NewLink): Promise<readonly Person[]> {
  const isNamed = wanted.recipients.length > 0;
  if (wanted.kind !== 'people') {
    if (!isNamed) return [];
    throw new Fault('request-invalid', { what: 'Only a link of the kind "people" has recipients.' });
  }
  if (!isNamed) throw new Fault('request-invalid', { what: 'A link of the kind "people" needs recipients.' });
  const { people } = await resolveRecipients(deps, caller, wanted.recipients);
  const application = people.find(({ kind }) => kind === 'service');
  if (application !== undefined) {
    throw new Fault('request-invalid', {
      what: `"${application.displayName}" is an application: it opens no links. Share the report with it instead.`,
    });
  }
  return people;
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

import { requireLenders } from '../../shared/access/lenders.ts';
import { peopleById } from '../../shared/catalog/people-by-id.ts';
import { type CreatedLink, CreateLinkRequest, type RedeemedLink } from '../../shared/contract/azimuth.ts';
import { Fault } from '../../shared/domain/faults.ts';
import { type LinkId, parseId } from '../../shared/domain/ids.ts';
import type { Caller } from '../../shared/domain/principal.ts';
import { lendersOfReports } from '../../shared/report/open-report.ts';
import { createLink } from '../../shared/sharing/create-link.ts';
import { deleteLink, listLinks } from '../../shared/sharing/list-links.ts';
import { redeemLink } from '../../shared/sharing/redeem-link.ts';
import { grantOfKind } from '../grant-of-kind.ts';
import { readStrict } from '../read-body.ts';
import { done, json } from '../reply.ts';
import { personShape } from './azimuth-shapes.ts';
import type { PresentationDeps } from './deps.ts';
import type { PresentationOperations } from './operations.ts';
import { linkShape } from './sharing-shapes.ts';

/** Links to reports: making, ending and following them. */
export const linkOperations = {
  'azimuth-links-list': async ({ metadata, publicUrl }, call) => {
    const grant = grantOfKind(call.grant, 'report');
    const { links, people } = await metadata.read(grant.tenantId, (stores) => listLinks(stores, call.caller, grant));
    return json(200, { links: links.map((link) => linkShape(link, people, publicUrl)) });
  },
  'azimuth-links-create': async (deps, call) => {
    const grant = grantOfKind(call.grant, 'report');
    const { link, invited } = await createLink(
      deps,
      call.caller,
      grant,
      readStrict(CreateLinkRequest, call.body),
      call.act,
    );
    const people = await deps.metadata.read(grant.tenantId, (stores) =>
      peopleById(stores, [link.createdBy, ...link.recipientIds]),
    );
    const answer: CreatedLink = {
      ...linkShape(link, people, deps.publicUrl),
      invited: invited.map(personShape),
    };
    return json(200, answer);
  },
  'azimuth-links-delete': async ({ metadata }, { caller, grant, parameters, act }) => {
    await deleteLink(metadata, caller, grantOfKind(grant, 'report'), linkIdOf(parameters), act);
    return done();
  },
  'azimuth-links-redeem': async (deps, { caller, parameters, act }) => {
    const id = linkIdOf(parameters);
    await requireLinkLenders(deps, caller, id);
    const { item, gained } = await redeemLink(deps, caller, id, act);
    const answer: RedeemedLink = { kind: item.kind, itemId: item.id, gained };
    return json(200, answer);
  },
} satisfies PresentationOperations;

/** H-10: a link leads nowhere while its report, or the report's model, is lent by somebody who is disabled. */
async function requireLinkLenders(
  { metadata, isEnabled }: PresentationDeps,
  caller: Caller,
  id: LinkId,
): Promise<void> {
  const lenders = await metadata.read(caller.tenantId, async (stores) => {
    const link = await stores.links.find(id);
    const report = link && (await stores.items.find(link.itemId));
    if (report === undefined) return [];
    return (await lendersOfReports(stores, caller, [report])).get(report.id) ?? [];
  });
  await requireLenders(isEnabled, caller.tenantId, lenders, 'link');
}

function linkIdOf(parameters: Readonly<Record<string, string>>): LinkId {
  const id = parseId<LinkId>(parameters['linkId']);
  if (id === undefined) throw new Fault('not-found', { what: 'link' });
  return id;
}

import type { AddPermissionsRequest, ItemPermissions, ItemSummary } from '../../../../shared/contract/azimuth.ts';
import type { GrantableRight } from '../../../../shared/domain/rights.ts';

type Kind = ItemSummary['kind'];

/** What is ticked in the dialog. */
export type Choice = { readonly mayShare: boolean; readonly mayBuild: boolean; readonly withModel: boolean };

export const FIRST_CHOICE: Choice = { mayShare: true, mayBuild: false, withModel: true };

/** Which boxes stand there: only what the item knows, and what one holds oneself, can be given. */
export function offered(kind: Kind, mayGive: ItemPermissions['mayGive'] | undefined) {
  const canGive = (right: GrantableRight) => mayGive === undefined || mayGive.includes(right);
  return {
    reshare: canGive('reshare'),
    build: kind !== 'dashboard' && canGive('build'),
    model: kind === 'report',
  };
}

/** The rights that the ticks mean; to see it goes without saying. */
export function rightsOf(choice: Choice, offer: ReturnType<typeof offered>): GrantableRight[] {
  return [
    'read',
    ...(choice.mayBuild && offer.build ? (['build'] as const) : []),
    ...(choice.mayShare && offer.reshare ? (['reshare'] as const) : []),
  ];
}

/** The request for sharing with the recipients, as ticked. */
export function shareRequest(
  recipients: readonly { readonly id: string }[],
  choice: Choice,
  offer: ReturnType<typeof offered>,
): AddPermissionsRequest {
  return {
    recipients: recipients.map(({ id }) => id),
    rights: rightsOf(choice, offer),
    withModel: offer.model && choice.withModel,
  };
}

import type { Act } from '../catalog/ports.ts';
import { recordActivity } from '../catalog/record-activity.ts';
import { Fault } from '../domain/faults.ts';
import type { TenantGrant } from '../domain/grants.ts';
import type { ObjectId } from '../domain/ids.ts';
import { recipientFacts } from './recipient-facts.ts';
import type { SharingDeps } from './recipients.ts';

/**
 * Ends every session that an account of the tenant has now: tokens that were issued before the answered moment are
 * refused from the next request on. Tokens say when they were issued in whole seconds, so the moment is the next whole
 * one, and this returns when it has come: a token got after that is good. Throws `not-found` for an account that the
 * directory does not have.
 */
export async function revokeSessions(
  { metadata, directory, now }: SharingDeps,
  grant: TenantGrant,
  objectId: ObjectId,
  act: Act,
): Promise<string> {
  if (grant.standing !== 'administrator') throw new Fault('not-permitted', { what: 'end the sessions of others' });
  const account = await directory.account(grant.tenantId, objectId);
  if (account === undefined) throw new Fault('not-found', { what: 'person' });
  const moment = (Math.floor(now().getTime() / 1000) + 1) * 1000;
  const validFrom = new Date(moment).toISOString();
  await metadata.write(grant.tenantId, act, async (stores) => {
    await stores.security.revokeSessions(objectId, validFrom);
    await recordActivity(stores, act, { recipients: [recipientFacts(account, [])] });
  });
  await passed(moment - now().getTime());
  return validFrom;
}

/** At most a second. */
function passed(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.min(Math.max(ms, 0), 1000)));
}

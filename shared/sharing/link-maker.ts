import type { ObjectId, TenantId } from '../domain/ids.ts';
import type { Holder } from '../domain/principal.ts';
import { accountAsSubject } from './explain-subject.ts';
import type { SharingDeps } from './recipients.ts';

/**
 * Who made a link, with all their groups as the directory has them now; undefined where they could not call any more:
 * their account is gone or disabled, or the tenant does not let such accounts in. Ask before the transaction.
 */
export async function makerNow(
  deps: Pick<SharingDeps, 'metadata' | 'directory'>,
  tenantId: TenantId,
  createdBy: ObjectId,
): Promise<Holder | undefined> {
  const account = await deps.directory.account(tenantId, createdBy);
  if (account === undefined || !account.isEnabled) return undefined;
  const { holder, isGuestLetIn, isApplicationLetIn } = await accountAsSubject(deps, tenantId, account);
  return isGuestLetIn && isApplicationLetIn ? holder : undefined;
}

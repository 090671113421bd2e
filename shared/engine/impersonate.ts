import { rightsOn } from '../access/authorise.ts';
import { principalsOf } from '../access/effective-rights.ts';
import type { Metadata } from '../catalog/ports.ts';
import { Fault } from '../domain/faults.ts';
import type { ModelId } from '../domain/ids.ts';
import type { Caller } from '../domain/principal.ts';
import type { Account, Directory } from '../identity/ports.ts';
import { accountAsSubject } from '../sharing/explain-subject.ts';
import type { ActingAs } from './ask-dax.ts';

type Deps = { readonly metadata: Metadata; readonly directory: Directory };

/**
 * Somebody of the caller's tenant as they would query the model: under the roles that they are in by themselves and by
 * their groups, and by none where they may write to it (F-02). That they could open the model is not asked: an author
 * tries out roles before anybody has it. Throws `request-invalid` where the directory has no such person.
 */
export async function impersonate(
  deps: Deps,
  { tenantId }: Caller,
  modelId: ModelId,
  userName: string,
): Promise<ActingAs> {
  const account = await findAccount(deps.directory, tenantId, userName);
  const { holder } = await accountAsSubject(deps, tenantId, account);
  return deps.metadata.read(tenantId, async (stores): Promise<ActingAs> => {
    const item = await stores.items.find(modelId);
    if (item === undefined) throw new Fault('not-found', { what: 'dataset' });
    const isUnbound = (await rightsOn(stores, holder, item)).includes('write');
    const roles = isUnbound ? 'unbound' : await stores.roleMembers.rolesOf(modelId, principalsOf(holder));
    return { roles, name: account.signInName, objectId: account.objectId };
  });
}

async function findAccount(directory: Directory, tenantId: Caller['tenantId'], userName: string): Promise<Account> {
  const found = await directory.findByName(tenantId, userName);
  const isPerson = found?.kind === 'user' || found?.kind === 'guest';
  const account = found !== undefined && isPerson ? await directory.account(tenantId, found.objectId) : undefined;
  if (account !== undefined) return account;
  throw new Fault('request-invalid', {
    what: `The directory of your organisation has no person "${userName}". Give a sign-in name (UPN)`,
    where: 'impersonatedUserName',
  });
}

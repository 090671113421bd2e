import { type ObjectId, parseId, type TenantId } from '../domain/ids.ts';
import type { Directory, Person } from '../identity/ports.ts';

/**
 * A person, group or application of the tenant by object id, or by sign-in name or e-mail address, as the directory has
 * them now. A blank name names nobody. Throws `upstream-unavailable` where the directory cannot be asked.
 */
export async function findPrincipal(
  directory: Pick<Directory, 'find' | 'findByName'>,
  tenantId: TenantId,
  text: string,
): Promise<Person | undefined> {
  const name = text.trim();
  const id = parseId<ObjectId>(name);
  if (id !== undefined) return directory.find(tenantId, id);
  return name === '' ? undefined : directory.findByName(tenantId, name);
}

import { Fault } from '../domain/faults.ts';
import type { ItemGrant } from '../domain/grants.ts';
import type { Metadata, Once } from './ports.ts';

/** Removes an item for good. With a model go its reports and every tile that shows it, as in Power BI. */
export async function deleteItem(metadata: Metadata, grant: ItemGrant, once: Once): Promise<void> {
  if (!grant.rights.includes('write')) throw new Fault('not-permitted', { what: 'delete this' });
  await metadata.write(grant.tenantId, once, ({ items }) => items.remove(grant.id));
}

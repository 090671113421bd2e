import { COLLECTION, type ItemRef } from '../../api/item-path.ts';

/** The page that says who has access to an item. */
export function permissionsAddress({ kind, id }: ItemRef): string {
  return `/${COLLECTION[kind]}/${id}/permissions`;
}

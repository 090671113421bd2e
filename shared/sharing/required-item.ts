import { authoriseItem, rightsOn } from '../access/authorise.ts';
import type { Item, Stores } from '../catalog/ports.ts';
import { Fault } from '../domain/faults.ts';
import type { ItemGrant } from '../domain/grants.ts';
import type { Caller } from '../domain/principal.ts';
import type { Right } from '../domain/rights.ts';

/**
 * The item of a grant with what the caller holds on it now, `wanted` at least: a change of rights is checked again
 * inside its own transaction.
 */
export async function requiredItem(
  stores: Stores,
  caller: Caller,
  grant: ItemGrant,
  wanted: Right,
): Promise<{ readonly item: Item; readonly held: readonly Right[] }> {
  const { rights } = await authoriseItem(stores, caller, grant.kind, grant.id, wanted);
  const item = await stores.items.find(grant.id);
  if (item === undefined) throw new Fault('not-found', { what: 'item' });
  return { item, held: rights };
}

/** The model that a report shows and what the caller holds on it. */
export async function modelOf(
  stores: Stores,
  caller: Caller,
  report: Item,
): Promise<{ readonly model: Item | undefined; readonly held: readonly Right[] }> {
  const model = report.modelId === undefined ? undefined : await stores.items.find(report.modelId);
  return { model, held: model === undefined ? [] : await rightsOn(stores, caller, model) };
}

import type { Item, Permission, Stores } from '../catalog/ports.ts';

/**
 * Links by which somebody had gained what was now taken from them on a model cover it no more: the next visit would
 * give it back, and who manages the model cannot end a link to somebody's report. What others gained by them stays.
 */
export async function endModelPart(stores: Stores, item: Item, taken: readonly Permission[]): Promise<void> {
  if (item.kind !== 'model') return;
  for (const { source } of taken) {
    if (source !== 'direct') await stores.links.stopCoveringModel(source);
  }
}

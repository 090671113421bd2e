import type { ItemSummary } from '../../../../shared/contract/azimuth.ts';

/** The item that is shared or explained. */
export type ShownItem = Pick<ItemSummary, 'kind' | 'id' | 'name'>;

import type { PageDataRequest } from '../../../../shared/contract/azimuth.ts';
import type { Selection } from './selection.ts';

type Interactions = NonNullable<PageDataRequest['interactions']>;

/** What is picked on the page as the service is asked. */
export function interactionsOf(selection: Selection): Interactions {
  return selection.map(({ source, filters }) => ({ source, filters: filters.map(copied) }));
}

/** The contract's filters are ordinary lists; the page's are read-only. */
export function copied(filter: Selection[number]['filters'][number]) {
  return 'values' in filter ? { ...filter, values: [...filter.values] } : { ...filter };
}

import type { ItemSummary } from '../../../shared/contract/azimuth.ts';
import { path } from './api.ts';

type Kind = ItemSummary['kind'];

/** What an item is called in addresses of the service. */
export const COLLECTION: { readonly [K in Kind]: string } = {
  model: 'datasets',
  report: 'reports',
  dashboard: 'dashboards',
};

/** As much of an item as is needed to ask about it. */
export type ItemRef = { readonly kind: Kind; readonly id: string };

export function itemPath({ kind, id }: ItemRef): string {
  return path`/${COLLECTION[kind]}/${id}`;
}

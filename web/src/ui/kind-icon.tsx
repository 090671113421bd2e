import { Board20Regular, CubeMultiple20Regular, DataBarVertical20Regular } from '@fluentui/react-icons';
import type { ItemSummary } from '../../../shared/contract/azimuth.ts';

export const KIND_NAMES: { readonly [K in ItemSummary['kind']]: string } = {
  report: 'Report',
  dashboard: 'Dashboard',
  model: 'Semantic model',
};

/** The sign of an item's kind; the words stand beside it. */
export function KindIcon({ kind }: { readonly kind: ItemSummary['kind'] }) {
  return (
    <span className="az-kind" data-kind={kind} aria-hidden="true">
      {kind === 'report' && <DataBarVertical20Regular />}
      {kind === 'dashboard' && <Board20Regular />}
      {kind === 'model' && <CubeMultiple20Regular />}
    </span>
  );
}

/** Where an item opens; a model has no page of its own yet. */
export function itemAddress(item: Pick<ItemSummary, 'kind' | 'id'>): string | undefined {
  if (item.kind === 'report') return `/reports/${item.id}`;
  return item.kind === 'dashboard' ? `/dashboards/${item.id}` : undefined;
}

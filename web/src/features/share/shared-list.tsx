import { Share24Regular } from '@fluentui/react-icons';
import type { SharedItem } from '../../../../shared/contract/azimuth.ts';
import { EmptyView } from '../../ui/empty-view.tsx';
import { ItemCard } from '../../ui/item-card.tsx';
import { useNow } from '../../ui/use-now.ts';
import './share.css';

/** What others shared, with who did and when. */
export function SharedList({ items }: { readonly items: readonly SharedItem[] }) {
  const now = useNow();
  if (items.length === 0) {
    return (
      <div className="az-shared-list">
        <EmptyView icon={<Share24Regular />} title="Nothing has been shared with you yet">
          <p>
            When a colleague shares a report or dashboard with you, it waits here. Nothing needs to be installed or
            signed for.
          </p>
        </EmptyView>
      </div>
    );
  }
  return (
    <ul className="az-items">
      {items.map((item) => (
        <ItemCard key={item.id} item={item} note={`from ${item.sharedBy}`} moment={item.sharedAt} now={now} />
      ))}
    </ul>
  );
}

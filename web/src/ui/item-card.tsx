import { Link } from 'react-router';
import type { ItemSummary } from '../../../shared/contract/azimuth.ts';
import { formatAge } from '../format/format-moment.ts';
import { itemAddress, KIND_NAMES, KindIcon } from './kind-icon.tsx';
import './items.css';

type Props = { readonly item: ItemSummary; readonly note: string; readonly moment: string; readonly now: number };

/** An item as a card that opens it. */
export function ItemCard({ item, note, moment, now }: Props) {
  return (
    <li className="az-item-card">
      <Link to={itemAddress(item) ?? `/workspaces/${item.workspaceId}`} className="az-item-link">
        <KindIcon kind={item.kind} />
        <span className="az-item-words">
          <span className="az-item-name">{item.name}</span>
          <span className="az-item-note">
            {KIND_NAMES[item.kind]}
            {note !== '' && <> · {note}</>}
          </span>
        </span>
        <time className="az-item-when" dateTime={moment}>
          {formatAge(moment, now)}
        </time>
      </Link>
    </li>
  );
}

/** As many grey cards as will probably come. */
export function ItemCardBones({ count }: { readonly count: number }) {
  return (
    <ul className="az-items" aria-hidden="true">
      {Array.from({ length: count }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
        <li key={index} className="az-item-card az-item-bone">
          <span className="az-bone" style={{ width: 40, height: 40, borderRadius: 10 }} />
          <span className="az-item-words">
            <span className="az-bone" style={{ width: '70%', height: 14 }} />
            <span className="az-bone" style={{ width: '45%', height: 11, marginTop: 7 }} />
          </span>
        </li>
      ))}
    </ul>
  );
}

import { useSharedWithMe } from '../../api/get-shared-with-me.ts';
import { SharedList } from '../../features/share/shared-list.tsx';
import { ItemCardBones } from '../../ui/item-card.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { useCrumbs } from '../frame/crumbs.tsx';

const HERE = [{ name: 'Shared with me' }];

export default function SharedPage() {
  const shared = useSharedWithMe();
  useCrumbs(HERE);
  return (
    <div className="az-page">
      <div className="az-page-head">
        <h1>Shared with me</h1>
      </div>
      <QueryView query={shared} skeleton={<ItemCardBones count={6} />}>
        {(data) => <SharedList items={data.items} />}
      </QueryView>
    </div>
  );
}

import { useHome } from '../../api/get-home.ts';
import { useMe } from '../../api/get-me.ts';
import { HomeBones, HomeView } from '../../features/home/home-view.tsx';
import { DropZone } from '../../features/upload/drop-zone.tsx';
import { useUpload } from '../../features/upload/upload-context.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { useCrumbs } from '../frame/crumbs.tsx';
import { useSession } from '../session/session-context.ts';

const HERE: readonly never[] = [];

/** The first screen: bring data, go on with yesterday's work, see what others shared. */
export function HomePage() {
  const home = useHome();
  const me = useMe();
  const session = useSession();
  const { canBring } = useUpload();
  useCrumbs(HERE);
  const first = (me.data?.displayName ?? session.name).split(' ')[0] ?? '';
  return (
    <div className="az-page">
      <div className="az-page-head">
        <h1>Hello {first}</h1>
      </div>
      <DropZone />
      <QueryView isPart query={home} skeleton={<HomeBones />} title="Your reports could not be listed">
        {(data) => <HomeView home={data} canBring={canBring} />}
      </QueryView>
    </div>
  );
}

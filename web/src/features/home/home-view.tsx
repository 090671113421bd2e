import { DataBarVertical24Regular, Share24Regular } from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Home } from '../../../../shared/contract/azimuth.ts';
import { EmptyView } from '../../ui/empty-view.tsx';
import { ItemCard, ItemCardBones } from '../../ui/item-card.tsx';
import { useNow } from '../../ui/use-now.ts';
import './home.css';

const MOST_RECENT = 9;
const MOST_SHARED = 6;
const NOW_BRING = 'Bring a file above: a few seconds later its first report stands here.';

function Section({ title, more, children }: { title: string; more?: ReactNode; children: ReactNode }) {
  return (
    <section className="az-home-section">
      <div className="az-home-head">
        <h2>{title}</h2>
        {more}
      </div>
      {children}
    </section>
  );
}

/** What one may open, newest first. */
export function HomeView({ home, canBring }: { readonly home: Home; readonly canBring: boolean }) {
  const now = useNow();
  const recent = home.recent.filter((item) => item.kind !== 'model').slice(0, MOST_RECENT);
  const shared = home.sharedWithMe.slice(0, MOST_SHARED);
  const all = home.sharedWithMe.length > shared.length && <Link to="/shared">See all</Link>;
  return (
    <>
      <Section title="Recent">
        {recent.length === 0 ? (
          <div className="az-home-empty">
            <EmptyView icon={<DataBarVertical24Regular />} title="No reports yet">
              <p>{canBring ? NOW_BRING : 'What you open stands here.'}</p>
            </EmptyView>
          </div>
        ) : (
          <ul className="az-items">
            {recent.map((item) => (
              <ItemCard key={item.id} item={item} note={item.workspaceName} moment={item.modifiedAt} now={now} />
            ))}
          </ul>
        )}
      </Section>
      <Section title="Shared with me" more={all}>
        {shared.length === 0 ? (
          <div className="az-home-empty">
            <EmptyView icon={<Share24Regular />} title="Nothing has been shared with you yet">
              <p>When a colleague shares a report or dashboard with you, it waits here.</p>
            </EmptyView>
          </div>
        ) : (
          <ul className="az-items">
            {shared.map((item) => (
              <ItemCard key={item.id} item={item} note={`from ${item.sharedBy}`} moment={item.sharedAt} now={now} />
            ))}
          </ul>
        )}
      </Section>
    </>
  );
}

export function HomeBones() {
  return (
    <>
      <Section title="Recent">
        <ItemCardBones count={6} />
      </Section>
      <Section title="Shared with me">
        <ItemCardBones count={3} />
      </Section>
    </>
  );
}

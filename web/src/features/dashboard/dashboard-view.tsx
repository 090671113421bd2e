import { Pin24Regular } from '@fluentui/react-icons';
import { useRef } from 'react';
import type { DashboardDetail, DashboardTile } from '../../../../shared/contract/azimuth.ts';
import { useDashboardData } from '../../api/get-dashboard-data.ts';
import { useMoveTiles } from '../../api/move-tile.ts';
import { isRefusal } from '../../api/problem.ts';
import { EmptyView } from '../../ui/empty-view.tsx';
import { InlineProblem } from '../../ui/inline-problem.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { useNow } from '../../ui/use-now.ts';
import { Tile } from './tile.tsx';
import { place } from './tile-layout.ts';
import './dashboard.css';

/** Tiles on a grid of twelve columns; one column on a phone. */
export function DashboardView({ dashboard }: { readonly dashboard: DashboardDetail }) {
  const data = useDashboardData(dashboard.id);
  const move = useMoveTiles(dashboard.id);
  const now = useNow();
  const grid = useRef<HTMLUListElement>(null);
  const { tiles } = dashboard;
  const ordered = [...tiles].sort((a, b) => a.layout.row - b.layout.row || a.layout.column - b.layout.column);
  const put = (tile: DashboardTile, layout: DashboardTile['layout']) => {
    const moves = place(tiles, tile.id, layout).map((one) => ({ tileId: one.id, layout: one.layout }));
    if (moves.length > 0) move.mutate(moves);
  };
  if (tiles.length === 0) {
    return (
      <div className="az-dashboard-empty">
        <EmptyView icon={<Pin24Regular />} title="Nothing is pinned here yet">
          <p>Open a report, and choose “Pin to a dashboard” in the menu of a visual.</p>
        </EmptyView>
      </div>
    );
  }
  if (data.isError && (data.data === undefined || isRefusal(data.error))) {
    return <ProblemView thrown={data.error} onRetry={() => void data.refetch()} />;
  }
  return (
    <>
      <InlineProblem thrown={move.error} />
      <ul className="az-grid" ref={grid} aria-label="Tiles">
        {ordered.map((tile) => (
          <Tile
            key={tile.id}
            tile={tile}
            dashboardId={dashboard.id}
            result={data.data?.tiles[tile.id]}
            canEdit={dashboard.canEdit}
            now={now}
            grid={grid}
            onPut={put}
          />
        ))}
      </ul>
    </>
  );
}

const BONES = [
  { name: 'a', span: 3, rows: 2 },
  { name: 'b', span: 3, rows: 2 },
  { name: 'c', span: 3, rows: 2 },
  { name: 'd', span: 3, rows: 2 },
  { name: 'e', span: 8, rows: 4 },
  { name: 'f', span: 4, rows: 4 },
] as const;

export function DashboardBones() {
  return (
    <ul className="az-grid" aria-hidden="true">
      {BONES.map(({ name, span, rows }) => (
        <li
          key={name}
          className="az-tile az-tile-bone"
          style={{ gridColumn: `span ${span}`, gridRow: `span ${rows}` }}
        />
      ))}
    </ul>
  );
}

import { memo, type RefObject } from 'react';
import { Link } from 'react-router';
import type { DashboardTile, VisualResult } from '../../../../shared/contract/azimuth.ts';
import { formatAge } from '../../format/format-moment.ts';
import { VisualBody } from '../../visuals/visual-body.tsx';
import { VisualCard } from '../../visuals/visual-card.tsx';
import { TileMenu } from './tile-menu.tsx';
import { useTileDrag } from './use-tile-drag.ts';

type Props = {
  readonly tile: DashboardTile;
  readonly dashboardId: string;
  readonly result: VisualResult | undefined;
  readonly canEdit: boolean;
  readonly now: number;
  readonly grid: RefObject<HTMLUListElement | null>;
  readonly onPut: (tile: DashboardTile, layout: DashboardTile['layout']) => void;
};

/** One tile: its picture with its age, a link to where it came from, and its menu. */
export const Tile = memo(function Tile({ tile, dashboardId, result, canEdit, now, grid, onPut }: Props) {
  const drag = useTileDrag(tile, grid, onPut);
  const { column, row, colSpan, rowSpan } = drag.layout;
  const { source } = tile;
  const age = result?.kind === 'data' ? formatAge(result.asOf, now) : '';
  const address = source && `/reports/${source.reportId}/${encodeURIComponent(source.pageName)}`;
  return (
    <li
      className={drag.isDragging ? 'az-tile az-tile-dragged' : 'az-tile'}
      data-tile={tile.id}
      data-tile-type={tile.visual.type}
      style={{ gridColumn: `${column + 1} / span ${colSpan}`, gridRow: `${row + 1} / span ${rowSpan}` }}
    >
      {canEdit && <div className="az-tile-handle" title="Drag to move" aria-hidden="true" {...drag.mover} />}
      <VisualCard
        visual={tile.visual}
        title={tile.title}
        subtitle={tile.subtitle}
        titleAs={(title) =>
          address === undefined ? (
            title
          ) : (
            <Link to={address} className="az-tile-link">
              {title}
            </Link>
          )
        }
        menu={canEdit ? <TileMenu tile={tile} dashboardId={dashboardId} onPut={onPut} /> : undefined}
        foot={
          <p className="az-tile-age">
            {result === undefined ? ' ' : result.kind === 'data' ? `As of ${age}` : 'No result'}
          </p>
        }
      >
        <VisualBody visual={tile.visual} result={result} selection={NOTHING} />
      </VisualCard>
      {canEdit && <div className="az-tile-corner" title="Drag to resize" aria-hidden="true" {...drag.sizer} />}
    </li>
  );
});

const NOTHING: readonly never[] = [];

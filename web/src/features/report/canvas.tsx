import { Button } from '@fluentui/react-components';
import { Filter20Regular } from '@fluentui/react-icons';
import { useMemo, useState } from 'react';
import type { PageData } from '../../../../shared/contract/azimuth.ts';
import type { Page, Visual } from '../../../../shared/report/report.ts';
import { useSize } from '../../visuals/use-size.ts';
import { layOut, readingOrder } from './canvas-layout.ts';
import { ReportVisual, type VisualActions } from './report-visual.tsx';
import { filtersOf, type Selection } from './selection.ts';

type Props = {
  readonly page: Page;
  readonly data: PageData | undefined;
  readonly selection: Selection;
  readonly actions: VisualActions;
};

const NOTHING: ReturnType<typeof filtersOf> = [];

/** A page's visuals, placed as drawn where there is room, in one column on a phone. */
export function Canvas({ page, data, selection, actions }: Props) {
  const [frame, size] = useSize<HTMLDivElement>();
  const [isOpen, setOpen] = useState(false);
  const width = size?.width ?? 0;
  const layout = useMemo(() => (width > 0 ? layOut(page, width) : undefined), [page, width]);
  const own = (visual: Visual) => {
    const filters = filtersOf(selection, visual.name);
    return filters.length === 0 ? NOTHING : filters;
  };
  const draw = (visual: Visual) => (
    <ReportVisual visual={visual} result={data?.visuals[visual.name]} selection={own(visual)} actions={actions} />
  );

  if (layout?.kind === 'column') {
    const count = layout.slicers.filter((slicer) => own(slicer).length > 0).length;
    return (
      <div ref={frame} className="az-column">
        {layout.slicers.length > 0 && (
          <Button
            icon={<Filter20Regular />}
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
            className="az-column-filters"
          >
            {count === 0 ? 'Filters' : `Filters (${count})`}
          </Button>
        )}
        {isOpen &&
          layout.slicers.map((slicer) => (
            <div key={slicer.name} className="az-column-slicer">
              {draw(slicer)}
            </div>
          ))}
        {layout.rows.map((row) => (
          <div key={row[0]?.visual.name} className="az-column-row" style={{ height: row[0]?.height }}>
            {row.map(({ visual }) => (
              <div key={visual.name}>{draw(visual)}</div>
            ))}
          </div>
        ))}
      </div>
    );
  }
  const height = layout?.height ?? page.height;
  return (
    <div ref={frame} className="az-canvas" style={{ height }}>
      {layout !== undefined &&
        readingOrder(page.visuals).map((visual) => (
          <div key={visual.name} className="az-canvas-place" style={layout.boxes.get(visual.name)}>
            {draw(visual)}
          </div>
        ))}
    </div>
  );
}

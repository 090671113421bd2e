import type { Mark } from '../charts/chart-data.ts';
import { nearestMark } from '../charts/nearest-mark.ts';
import type { ChartType } from '../charts/picture.ts';
import type { OpenChart } from './load-charts.ts';
import type { Picking } from './visual-body.tsx';

type Pointer = {
  readonly offsetX: number;
  readonly offsetY: number;
  readonly target?: unknown;
  readonly event?: unknown;
};
type MarkClick = { readonly seriesIndex?: number; readonly dataIndex?: number; readonly event?: Pointer };

const HAS_COURSE: readonly ChartType[] = ['lineChart', 'areaChart'];

function isAdditive(event: unknown): boolean {
  return event instanceof MouseEvent && (event.ctrlKey || event.metaKey || event.shiftKey);
}

function isInPlot(chart: OpenChart, at: Pointer | undefined): boolean {
  return at !== undefined && chart.containPixel('grid', [at.offsetX, at.offsetY]);
}

/** On a line one points at a moment, not at a dot two pixels wide: the nearest point is meant. */
function markNear(chart: OpenChart, type: ChartType, marks: readonly Mark[], at: Pointer): Mark | undefined {
  const found: unknown = chart.convertFromPixel({ gridIndex: 0 }, [at.offsetX, at.offsetY]);
  if (!Array.isArray(found)) return undefined;
  const place = { category: Number(found[0]), value: Number(found[1]) };
  if (Number.isNaN(place.category) || Number.isNaN(place.value)) return undefined;
  return nearestMark(marks, place, type === 'areaChart' && marks.some((mark) => mark.series > 0));
}

/**
 * A click on a mark picks it, with Ctrl or Cmd beside what is picked already; a click beside all marks clears. Inside
 * the plot of a line or an area every click picks the nearest point.
 */
export function listenForPicks(
  chart: OpenChart,
  type: ChartType,
  marks: readonly Mark[],
  picking: Picking,
): () => void {
  const hasCourse = HAS_COURSE.includes(type);
  const pick = (mark: Mark | undefined, event: unknown) => {
    if (mark !== undefined && mark.filters.length > 0) picking.pick(mark.filters, isAdditive(event));
  };
  const onMark = ({ seriesIndex = 0, dataIndex = -1, event }: MarkClick) => {
    if (hasCourse && isInPlot(chart, event)) return;
    pick(
      marks.find((mark) => mark.series === seriesIndex && mark.category === dataIndex),
      event?.event,
    );
  };
  const onGround = (at: Pointer) => {
    if (hasCourse && isInPlot(chart, at)) pick(markNear(chart, type, marks, at), at.event);
    else if (at.target === undefined || at.target === null) picking.clear();
  };
  const ground = chart.getZr();
  chart.on('click', onMark);
  ground.on('click', onGround);
  return () => {
    if (chart.isDisposed()) return;
    chart.off('click', onMark);
    ground.off('click', onGround);
  };
}

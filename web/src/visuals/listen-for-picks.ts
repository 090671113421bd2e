import type { Mark } from '../charts/chart-data.ts';
import type { ChartType } from '../charts/picture.ts';
import type { OpenChart } from './load-charts.ts';
import type { Picking } from './visual-body.tsx';

type Pointer = {
  readonly offsetX: number;
  readonly offsetY: number;
  readonly target?: unknown;
  readonly event?: unknown;
};

const HAS_COURSE: readonly ChartType[] = ['lineChart', 'areaChart'];

function isAdditive(event: unknown): boolean {
  return event instanceof MouseEvent && (event.ctrlKey || event.metaKey || event.shiftKey);
}

function findMark(marks: readonly Mark[], series: number, category: number): Mark | undefined {
  return marks.find((mark) => mark.series === series && mark.category === category);
}

/** On a line one points at a moment, not at a dot two pixels wide: the nearest point of the only line is meant. */
function nearestMark(chart: OpenChart, type: ChartType, marks: readonly Mark[], at: Pointer): Mark | undefined {
  const isOneLine = HAS_COURSE.includes(type) && marks.every((mark) => mark.series === 0);
  const place = [at.offsetX, at.offsetY];
  if (!isOneLine || !chart.containPixel('grid', place)) return undefined;
  const found: unknown = chart.convertFromPixel({ seriesIndex: 0 }, place);
  const category = Array.isArray(found) ? Math.round(Number(found[0])) : Number.NaN;
  return findMark(marks, 0, category);
}

/** A click on a mark picks it, with Ctrl or Cmd beside what is picked already; a click beside all marks clears. */
export function listenForPicks(
  chart: OpenChart,
  type: ChartType,
  marks: readonly Mark[],
  picking: Picking,
): () => void {
  const onMark = (params: { seriesIndex?: number; dataIndex?: number; event?: { event?: unknown } }) => {
    const mark = findMark(marks, params.seriesIndex ?? 0, params.dataIndex ?? -1);
    if (mark !== undefined && mark.filters.length > 0) picking.pick(mark.filters, isAdditive(params.event?.event));
  };
  const onGround = (at: Pointer) => {
    if (at.target !== undefined && at.target !== null) return;
    const mark = nearestMark(chart, type, marks, at);
    if (mark !== undefined && mark.filters.length > 0) picking.pick(mark.filters, isAdditive(at.event));
    else picking.clear();
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

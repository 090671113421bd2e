import { useEffect, useMemo, useRef, useState } from 'react';
import type { Answer, Filter } from '../../../shared/query/question.ts';
import type { Visual } from '../../../shared/report/report.ts';
import { chartTokens } from '../charts/chart-tokens.ts';
import { pickedMarks } from '../charts/picked-marks.ts';
import { type ChartType, describePicture, pictureOf } from '../charts/picture.ts';
import { useDarkness } from '../ui/darkness.ts';
import { listenForPicks } from './listen-for-picks.ts';
import { type OpenChart, openChart } from './load-charts.ts';
import { MarkList } from './mark-list.tsx';
import { useSize } from './use-size.ts';
import type { Picking } from './visual-body.tsx';
import { VisualBones } from './visual-bones.tsx';

type Props = {
  readonly type: ChartType;
  readonly visual: Visual;
  readonly answer: Answer;
  /** What of this visual is picked. */
  readonly selection: readonly Filter[];
  readonly picking: Picking | undefined;
};

const isMotionReduced = () => window.matchMedia('(prefers-reduced-motion: reduce)').matches;

/** A chart: its picture, the picking of marks by pointer and by keyboard, and the words for it. */
export default function ChartView({ type, visual, answer, selection, picking }: Props) {
  const [frame, size] = useSize<HTMLDivElement>();
  const canvas = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<OpenChart>();
  const isDark = useDarkness();
  const picture = useMemo(() => pictureOf(type, visual, answer), [type, visual, answer]);
  const picked = useMemo(() => pickedMarks(picture.marks, selection), [picture, selection]);
  const height = Math.max(size?.height ?? 0, picture.neededHeight);
  const width = (size?.width ?? 0) - (height > (size?.height ?? 0) ? 12 : 0);

  useEffect(() => {
    if (canvas.current === null) return;
    const opened = openChart(canvas.current);
    setChart(opened);
    return () => opened.dispose();
  }, []);

  useEffect(() => {
    if (chart === undefined || chart.isDisposed() || width <= 0 || height <= 0) return;
    chart.resize({ width, height });
    const setting = { tokens: chartTokens(isDark), picked, isMotionReduced: isMotionReduced(), width, height };
    chart.setOption(picture.option(setting), { replaceMerge: ['series', 'xAxis', 'yAxis'] });
  }, [chart, picture, picked, isDark, width, height]);

  useEffect(() => {
    if (chart === undefined || chart.isDisposed() || picking === undefined) return;
    return listenForPicks(chart, type, picture.marks, picking);
  }, [chart, type, picture, picking]);

  const words = describePicture(visual.title, picture.marks);
  const isPickable = picking !== undefined && picture.marks.some((mark) => mark.filters.length > 0);
  return (
    <div className="az-chart" ref={frame} data-points={picture.marks.length}>
      <div ref={canvas} className="az-chart-canvas" aria-hidden="true" style={{ height, width: Math.max(0, width) }} />
      {(chart === undefined || width <= 0) && <VisualBones type={type} />}
      {isPickable ? (
        <MarkList words={words} marks={picture.marks} picked={picked} chart={chart} picking={picking} />
      ) : (
        <div role="img" aria-label={words} className="az-chart-words" />
      )}
      {picture.marks.length === 0 && <p className="az-visual-note">No data for what is picked.</p>}
    </div>
  );
}

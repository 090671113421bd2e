import { lazy, Suspense } from 'react';
import type { VisualResult } from '../../../shared/contract/azimuth.ts';
import type { Filter } from '../../../shared/query/question.ts';
import type { Visual } from '../../../shared/report/report.ts';
import { isChartType } from '../charts/picture.ts';
import { CardView } from './card-view.tsx';
import { SlicerView } from './slicer-view.tsx';
import { TableView } from './table-view.tsx';
import { VisualBones } from './visual-bones.tsx';

const ChartView = lazy(() => import('./chart-view.tsx'));

/** How a visual says what is picked in it. Not given where nothing can be picked. */
export type Picking = {
  readonly pick: (filters: readonly Filter[], isAdditive: boolean) => void;
  readonly set: (filters: readonly Filter[]) => void;
  readonly clear: () => void;
};

type Props = {
  readonly visual: Visual;
  readonly result: VisualResult | undefined;
  readonly selection: readonly Filter[];
  readonly picking?: Picking | undefined;
};

const NONE: Picking = { pick: () => undefined, set: () => undefined, clear: () => undefined };

/** The inside of a visual: what its type draws from its answer, or why there is none. */
export function VisualBody({ visual, result, selection, picking }: Props) {
  if (result === undefined) return <VisualBones type={visual.type} />;
  if (result.kind === 'error') {
    return (
      <div className="az-visual-problem" role="note">
        <p>{result.message}</p>
        <p className="az-quiet">{result.code}</p>
      </div>
    );
  }
  const { answer } = result;
  if (isChartType(visual.type)) {
    return (
      <Suspense fallback={<VisualBones type={visual.type} />}>
        <ChartView type={visual.type} visual={visual} answer={answer} selection={selection} picking={picking} />
      </Suspense>
    );
  }
  switch (visual.type) {
    case 'card':
      return <CardView visual={visual} answer={answer} />;
    case 'slicer':
      return <SlicerView visual={visual} answer={answer} selection={selection} onChange={(picking ?? NONE).set} />;
    default:
      return <TableView visual={visual} answer={answer} label={`${visual.title}: rows`} />;
  }
}

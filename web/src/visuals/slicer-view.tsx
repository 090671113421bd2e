import type { Answer, Filter } from '../../../shared/query/question.ts';
import type { Visual } from '../../../shared/report/report.ts';
import { fieldsOf } from '../charts/wells.ts';
import { DateSlicer } from './date-slicer.tsx';
import { ListSlicer } from './list-slicer.tsx';

export type SlicerProps = {
  readonly visual: Visual;
  readonly answer: Answer;
  readonly selection: readonly Filter[];
  readonly onChange: (filters: readonly Filter[]) => void;
};

/** A slicer is what its column asks for: a span of days for dates, a list for everything else. */
export function SlicerView(props: SlicerProps) {
  const field = fieldsOf(props.visual.wells.category, props.answer)[0];
  if (field === undefined) return <p className="az-visual-note">This slicer has no field.</p>;
  const isSpan = field.column.dataType === 'DateTime' && (field.format.grain ?? 'day') === 'day';
  return isSpan ? <DateSlicer {...props} field={field} /> : <ListSlicer {...props} field={field} />;
}

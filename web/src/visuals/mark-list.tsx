import { type KeyboardEvent, useId, useState } from 'react';
import type { Mark } from '../charts/chart-data.ts';
import type { OpenChart } from './load-charts.ts';
import type { Picking } from './visual-body.tsx';

type Props = {
  readonly words: string;
  readonly marks: readonly Mark[];
  readonly picked: ReadonlySet<number> | undefined;
  readonly chart: OpenChart | undefined;
  readonly picking: Picking;
};

const STEPS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
  PageDown: 10,
  PageUp: -10,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

/**
 * The chart's marks as a list for the keyboard and for screen readers: arrows go from mark to mark, Enter and Space
 * pick. Only the mark in focus is in the page, however many there are.
 */
export function MarkList({ words, marks, picked, chart, picking }: Props) {
  const id = useId();
  const [at, setAt] = useState(0);
  const [isFocused, setFocused] = useState(false);
  const index = Math.min(at, marks.length - 1);
  const mark = marks[index];

  const show = (next: number) => {
    const [from, to] = [marks[index], marks[next]];
    if (chart === undefined || to === undefined) return;
    if (from !== undefined)
      chart.dispatchAction({ type: 'downplay', seriesIndex: from.series, dataIndex: from.category });
    chart.dispatchAction({ type: 'highlight', seriesIndex: to.series, dataIndex: to.category });
    chart.dispatchAction({ type: 'showTip', seriesIndex: to.series, dataIndex: to.category });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const next = Math.max(0, Math.min(marks.length - 1, index + step));
      setAt(next);
      show(next);
    } else if ((event.key === 'Enter' || event.key === ' ') && mark !== undefined) {
      event.preventDefault();
      picking.pick(mark.filters, event.ctrlKey || event.metaKey);
    } else if (event.key === 'Escape') {
      picking.clear();
    }
  };
  const onBlur = () => {
    setFocused(false);
    chart?.dispatchAction({ type: 'hideTip' });
    if (mark !== undefined)
      chart?.dispatchAction({ type: 'downplay', seriesIndex: mark.series, dataIndex: mark.category });
  };
  const onFocus = () => {
    setFocused(true);
    show(index);
  };
  return (
    <div
      role="listbox"
      tabIndex={0}
      aria-multiselectable="true"
      aria-label={`${words} Arrow keys go from point to point, Enter filters the page by it.`}
      aria-activedescendant={isFocused ? `${id}-mark` : undefined}
      className="az-chart-words"
      onKeyDown={onKeyDown}
      onFocus={onFocus}
      onBlur={onBlur}
    >
      {mark !== undefined && (
        <div
          id={`${id}-mark`}
          role="option"
          className="az-hidden"
          tabIndex={-1}
          aria-selected={picked?.has(index) === true}
          aria-setsize={marks.length}
          aria-posinset={index + 1}
        >
          {mark.label}
        </div>
      )}
    </div>
  );
}

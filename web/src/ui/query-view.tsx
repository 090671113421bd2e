import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { isRefusal } from '../api/problem.ts';
import { ProblemView } from './problem-view.tsx';

type Props<T> = {
  readonly query: UseQueryResult<T>;
  /** The final layout in grey, so that nothing jumps when the data comes. */
  readonly skeleton: ReactNode;
  readonly title?: string | undefined;
  /** Where the page has its own heading already. */
  readonly isPart?: boolean;
  readonly children: (data: T) => ReactNode;
};

/** Loading, failed and there: the one place that decides which of them is seen. */
export function QueryView<T>({ query, skeleton, title, isPart = false, children }: Props<T>) {
  if (query.isError && (query.data === undefined || isRefusal(query.error))) {
    const heading = isPart ? 'h2' : 'h1';
    return (
      <ProblemView title={title} heading={heading} thrown={query.error} onRetry={() => void query.refetch()}>
        {!isPart && <Link to="/">Go to the first page</Link>}
      </ProblemView>
    );
  }
  if (query.data !== undefined) return children(query.data);
  return (
    <div aria-busy="true">
      <span className="az-hidden" role="status">
        Loading
      </span>
      {skeleton}
    </div>
  );
}

import { asProblem } from '../api/problem.ts';
import { RequestIdLine } from './problem-view.tsx';

/** Why a step in a dialog did not work; nothing where it did. */
export function InlineProblem({ thrown }: { readonly thrown: unknown }) {
  if (thrown === null || thrown === undefined) return null;
  const problem = asProblem(thrown);
  return (
    <div className="az-inline-problem" role="alert">
      <p>{problem.message}</p>
      {problem.requestId !== undefined && <RequestIdLine requestId={problem.requestId} />}
    </div>
  );
}

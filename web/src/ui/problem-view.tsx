import { Button } from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import { asProblem } from '../api/problem.ts';
import './states.css';

/** A request's id, small, with a way to copy it for whoever is asked for help. */
export function RequestIdLine({ requestId }: { readonly requestId: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(requestId);
    setCopied(true);
  };
  return (
    <p className="az-request-id">
      <span>Request {requestId}</span>
      <Button size="small" appearance="transparent" onClick={copy}>
        {isCopied ? 'Copied' : 'Copy'}
      </Button>
    </p>
  );
}

type Props = {
  readonly title?: string | undefined;
  readonly heading?: 'h1' | 'h2';
  readonly thrown: unknown;
  readonly onRetry?: (() => void) | undefined;
  readonly children?: ReactNode;
};

/** What went wrong, what can be done about it, and the id to quote. */
export function ProblemView({
  title = 'This did not work',
  heading: Heading = 'h2',
  thrown,
  onRetry,
  children,
}: Props) {
  const problem = asProblem(thrown);
  return (
    <div className="az-state" role="alert">
      <Heading>{problem.status === 404 ? 'Not found' : title}</Heading>
      <p>{problem.message}</p>
      <div className="az-state-actions">
        {onRetry !== undefined && problem.status !== 404 && <Button onClick={onRetry}>Try again</Button>}
        {children}
      </div>
      {problem.requestId !== undefined && <RequestIdLine requestId={problem.requestId} />}
    </div>
  );
}

import { useEffect, useState } from 'react';
import type { Problem } from '../../api/problem.ts';
import { Mark } from '../../ui/mark.tsx';
import './sign-in.css';

type Props = {
  /** Why the last sign-in did not end well. */
  readonly why?: string | undefined;
  /** Set where the service itself could not be asked: then the button tries again. */
  readonly failure?: Problem;
  readonly onAction: () => Promise<void> | void;
  /** Called when the screen stands: time to fetch what comes next. */
  readonly onIdle?: () => void;
};

/** One screen, one line, one button. */
export function SignInScreen({ why, failure, onAction, onIdle }: Props) {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState(why);
  useEffect(() => {
    const timer = window.setTimeout(() => onIdle?.(), 300);
    return () => window.clearTimeout(timer);
  }, [onIdle]);

  const act = async () => {
    setBusy(true);
    try {
      await onAction();
    } catch (thrown) {
      setProblem(thrown instanceof Error ? thrown.message : 'The sign-in could not be started.');
      setBusy(false);
    }
  };
  const words = failure === undefined ? 'Sign in with your work account' : 'Try again';
  return (
    <main className="az-sign-in">
      <div className="az-sign-in-card">
        <Mark size={52} />
        <h1>Azimuth</h1>
        <p className="az-sign-in-line">Find your bearings in your data.</p>
        <button type="button" className="az-sign-in-button" onClick={act} disabled={isBusy}>
          {isBusy ? 'One moment…' : words}
        </button>
        {problem !== undefined && failure === undefined && (
          <p className="az-sign-in-problem" role="alert">
            You are not signed in. {problem}
          </p>
        )}
        {failure !== undefined && (
          <p className="az-sign-in-problem" role="alert">
            {failure.message}
            {failure.requestId !== undefined && <small> Request {failure.requestId}</small>}
          </p>
        )}
      </div>
    </main>
  );
}

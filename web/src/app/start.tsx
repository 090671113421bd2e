import { lazy, Suspense, useEffect, useState } from 'react';
import { asProblem, type Problem } from '../api/problem.ts';
import { SignInScreen } from '../features/sign-in/sign-in-screen.tsx';
import { Boot } from './boot.tsx';
import { isLikelySignedIn, type SessionStart, startSession } from './session/session.ts';

const loadApp = () => import('./app.tsx');
const App = lazy(loadApp);

type State = SessionStart | { readonly kind: 'starting' } | { readonly kind: 'failed'; readonly problem: Problem };

let starting: Promise<SessionStart> | undefined;

/** The first thing on the page: finds out who is signed in, and shows the sign-in screen or the application. */
export function Start() {
  const [state, setState] = useState<State>({ kind: 'starting' });
  useEffect(() => {
    const isExpected = isLikelySignedIn();
    if (isExpected) void loadApp();
    starting ??= startSession();
    starting.then(setState, (thrown: unknown) => setState({ kind: 'failed', problem: asProblem(thrown) }));
  }, []);

  switch (state.kind) {
    case 'starting':
      return <Boot />;
    case 'failed':
      return <SignInScreen failure={state.problem} onAction={() => window.location.reload()} />;
    case 'signed-out':
      return <SignInScreen why={state.why} onAction={state.signIn} onIdle={() => void loadApp()} />;
    case 'signed-in':
      return (
        <Suspense fallback={<Boot />}>
          <App session={state.session} />
        </Suspense>
      );
  }
}

import { Component, type ReactNode } from 'react';
import { ProblemView } from '../ui/problem-view.tsx';

type State = { readonly thrown: unknown };

/** A fault of ours on one page is told in words instead of leaving the page blank. React wants a class for this. */
export class PageBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { thrown: undefined };

  static getDerivedStateFromError(thrown: unknown): State {
    return { thrown };
  }

  override render() {
    if (this.state.thrown === undefined) return this.props.children;
    return (
      <main>
        <ProblemView
          heading="h1"
          title="This page broke"
          thrown={this.state.thrown}
          onRetry={() => window.location.reload()}
        />
      </main>
    );
  }
}

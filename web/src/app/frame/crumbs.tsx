import { useEffect, useSyncExternalStore } from 'react';
import { Link } from 'react-router';

type Crumb = { readonly name: string; readonly to?: string | undefined };

const NONE: readonly Crumb[] = [];
let crumbs = NONE;
const listeners = new Set<() => void>();

function put(next: readonly Crumb[]): void {
  crumbs = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A page says where it is; the bar shows it, and the window's title names it. */
export function useCrumbs(next: readonly Crumb[]): void {
  const key = JSON.stringify(next);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the list's content
  useEffect(() => {
    put(next);
    document.title = [...next.map((crumb) => crumb.name).reverse(), 'Azimuth'].join(' – ');
    return () => put(NONE);
  }, [key]);
}

/** Where the bar shows the way from the workspace to the page. */
export function CrumbTarget() {
  const shown = useSyncExternalStore(subscribe, () => crumbs);
  if (shown.length === 0) return null;
  return (
    <nav aria-label="Breadcrumb" className="az-crumbs">
      <ol>
        {shown.map((crumb, index) => (
          <li key={`${crumb.to ?? ''}/${crumb.name}`}>
            {crumb.to === undefined ? (
              <span aria-current={index === shown.length - 1 ? 'page' : undefined}>{crumb.name}</span>
            ) : (
              <Link to={crumb.to}>{crumb.name}</Link>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

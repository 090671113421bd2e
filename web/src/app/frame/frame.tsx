import { Suspense, useEffect, useRef } from 'react';
import { Outlet, useLocation } from 'react-router';
import { useHome } from '../../api/get-home.ts';
import { useMe } from '../../api/get-me.ts';
import { DropOverlay } from '../../features/upload/drop-overlay.tsx';
import { UploadProvider } from '../../features/upload/upload-context.tsx';
import { UploadPanel } from '../../features/upload/upload-panel.tsx';
import { useSession } from '../session/session-context.ts';
import { NavList } from './nav-list.tsx';
import { PageSkeleton } from './page-skeleton.tsx';
import { TopBar } from './top-bar.tsx';
import { useKeptFocus } from './use-kept-focus.ts';
import './frame.css';

/** Bar above, ways to go on the left, the page; uploads go on over all pages. */
export function Frame({ onIdle }: { readonly onIdle: () => void }) {
  const home = useHome();
  const isGuest = useMe().data?.standing === 'guest';
  const drawer = useRef<HTMLDialogElement>(null);
  const { pathname } = useLocation();
  useKeptFocus(pathname, useSession().isFresh);

  useEffect(() => {
    const timer = window.setTimeout(onIdle, 1200);
    return () => window.clearTimeout(timer);
  }, [onIdle]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: going somewhere closes the drawer
  useEffect(() => drawer.current?.close(), [pathname]);

  return (
    <UploadProvider workspaces={home.data?.workspaces ?? []} isGuest={isGuest}>
      <a className="az-skip" href="#az-main">
        Skip to the page
      </a>
      <TopBar onMenu={() => drawer.current?.showModal()} />
      <div className="az-frame">
        <nav className="az-rail" aria-label="Main">
          <NavList home={home} isGuest={isGuest} />
        </nav>
        <main id="az-main" className="az-main" tabIndex={-1}>
          <Suspense fallback={<PageSkeleton />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      <dialog ref={drawer} className="az-drawer" aria-label="Menu">
        <nav aria-label="Main menu">
          <NavList home={home} isGuest={isGuest} onClose={() => drawer.current?.close()} />
        </nav>
      </dialog>
      <DropOverlay />
      <UploadPanel />
    </UploadProvider>
  );
}

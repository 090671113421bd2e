import { useEffect, useRef } from 'react';
import { lastOnTrail, type Step, withStep } from './focus-trail.ts';

/** Long enough for a dialog or a menu to bring the focus back by itself. */
const GRACE = 80;
const DIALOG = '[aria-modal="true"], dialog[open]';

function isThere(element: HTMLElement): boolean {
  const dialog = [...document.querySelectorAll(DIALOG)].at(-1);
  const isReachable = dialog === undefined || dialog.contains(element);
  return isReachable && element.isConnected && element.getClientRects().length > 0 && !element.matches(':disabled');
}

function isLost(step: Step<HTMLElement> | undefined): boolean {
  return step !== undefined && !isThere(step.element);
}

/** The heading may not stand yet; then it has the focus once it does. */
function focusHeading(): void {
  const heading = document.querySelector<HTMLElement>('#az-main h1');
  if (heading === null || document.querySelector(DIALOG) !== null) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

/**
 * Keeps the focus in the page. Where the focused element goes away, the one before it takes its place; after going
 * to another page, and after a sign-in, the page's heading has it.
 */
export function useKeptFocus(pathname: string, isFresh: boolean): void {
  const place = useRef(pathname);
  const isArriving = useRef(isFresh);
  if (place.current !== pathname) {
    place.current = pathname;
    isArriving.current = true;
  }
  useEffect(() => {
    let trail: readonly Step<HTMLElement>[] = [];
    let timer: number | undefined;
    const settle = () => {
      timer = undefined;
      if (document.activeElement !== document.body) return;
      if (!isArriving.current && !isLost(trail.at(-1))) return;
      const before = isArriving.current ? undefined : lastOnTrail(trail, place.current, isThere);
      if (before === undefined) focusHeading();
      else before.focus({ preventScroll: true });
    };
    const soon = () => {
      if (document.activeElement === document.body) timer ??= window.setTimeout(settle, GRACE);
    };
    const onFocus = ({ target }: FocusEvent) => {
      if (!(target instanceof HTMLElement)) return;
      trail = withStep(trail, { element: target, pathname: place.current });
      isArriving.current = false;
    };
    const onPress = () => {
      isArriving.current = false;
    };
    const observer = new MutationObserver(soon);
    observer.observe(document.body, { childList: true, subtree: true });
    document.addEventListener('focusin', onFocus);
    document.addEventListener('pointerdown', onPress);
    soon();
    return () => {
      window.clearTimeout(timer);
      observer.disconnect();
      document.removeEventListener('focusin', onFocus);
      document.removeEventListener('pointerdown', onPress);
    };
  }, []);
}

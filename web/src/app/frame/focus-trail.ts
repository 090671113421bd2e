/** Where the focus has been, newest last. */
export type Step<E> = { readonly element: E; readonly pathname: string };

const LONGEST = 24;

/** The trail with one more step; an element stands in it once. */
export function withStep<E>(trail: readonly Step<E>[], step: Step<E>): readonly Step<E>[] {
  return [...trail.filter((one) => one.element !== step.element), step].slice(-LONGEST);
}

/** The last element of this page on the trail that can still have the focus: the button that a closed dialog came from. */
export function lastOnTrail<E>(
  trail: readonly Step<E>[],
  pathname: string,
  isThere: (element: E) => boolean,
): E | undefined {
  return trail.findLast((step) => step.pathname === pathname && isThere(step.element))?.element;
}

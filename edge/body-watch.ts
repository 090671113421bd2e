/** What must have come in between: a phone on a bad line sends more, a client that only holds a connection does not. */
const LEAST_BYTES = 512;
/** Looks in a row with less than that, before a client is given up. */
const PATIENCE = 3;

export type BodyWatch = { readonly count: (bytes: number) => void; readonly end: () => void };

/**
 * Calls `tooSlow` once a body stays behind the least rate. `isHeldUp` says that it is not the client that is slow: what
 * takes the body has no room for more.
 */
export function watchBody(isHeldUp: () => boolean, tooSlow: () => void, lookMs: number): BodyWatch {
  let since = 0;
  let slowLooks = 0;
  const timer = setInterval(() => {
    slowLooks = since < LEAST_BYTES && !isHeldUp() ? slowLooks + 1 : 0;
    since = 0;
    if (slowLooks < PATIENCE) return;
    clearInterval(timer);
    tooSlow();
  }, lookMs);
  timer.unref();
  return {
    count(bytes) {
      since += bytes;
    },
    end: () => clearInterval(timer),
  };
}

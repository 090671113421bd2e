import { createHash } from 'node:crypto';

const NONE = /^0+$/;

/**
 * The trace that a request belongs to: its id without the dashes where it is a GUID, and a digest of it where it is not
 * (Front Door's references). Every part of the service derives the same one, whatever headers got lost on the way.
 */
export function traceIdOf(requestId: string): string {
  const plain = requestId.replaceAll('-', '').toLowerCase();
  if (/^[\da-f]{32}$/.test(plain) && !NONE.test(plain)) return plain;
  return createHash('sha256').update(requestId).digest('hex').slice(0, 32);
}

/**
 * The call that a request came from. A `traceparent` of another trace is a client's own, or a stranger's guess, and does
 * not count: then it is the edge, whose part of the trace nobody records but whose span has an id all the same.
 */
export function parentSpanOf(traceId: string, traceparent: string | null): string {
  const [, trace, span] = /^00-([\da-f]{32})-([\da-f]{16})-[\da-f]{2}$/.exec(traceparent ?? '') ?? [];
  if (trace === traceId && span !== undefined && !NONE.test(span)) return span;
  const edge = traceId.slice(16);
  return NONE.test(edge) ? traceId.slice(0, 16) : edge;
}

import type { EdgeFault } from './edge-fault.ts';
import type { RateLimit } from './gateway-policies-schema.ts';
import { isInStatusRange } from './status-range.ts';

/** The moments of the counted calls that still matter, the oldest first. */
export type CallLog = readonly number[];

export type RateDecision =
  | { readonly kind: 'allowed'; readonly remaining: number; readonly log: CallLog }
  | { readonly kind: 'refused'; readonly fault: EdgeFault; readonly log: CallLog };

/**
 * Decides over one more call in a sliding window: it may not make more than `calls` within any `periodSeconds`. Without
 * `countOnly` it is counted at once; with it, `countAnswer` counts it when its status is known. A refused call does not count.
 */
export function rateLimitByKey(policy: RateLimit, log: CallLog, nowMs: number): RateDecision {
  const { calls, periodSeconds, incrementBy, countOnly } = policy;
  const recent = recentCalls(log, nowMs, periodSeconds);
  if (recent.length + incrementBy > calls) {
    const frees = recent[recent.length + incrementBy - calls - 1] ?? nowMs;
    const retryAfterSeconds = Math.max(1, Math.ceil((frees + periodSeconds * 1000 - nowMs) / 1000));
    const per = `in ${periodSeconds} s`;
    return { kind: 'refused', fault: { code: 'TooManyRequests', limit: calls, per, retryAfterSeconds }, log: recent };
  }
  const counted = countOnly === undefined ? [...recent, ...times(nowMs, incrementBy)] : recent;
  return { kind: 'allowed', remaining: calls - counted.length, log: counted };
}

/** Counts a call whose answer is of a status that counts; without `countOnly` it was counted before. */
export function countAnswer(policy: RateLimit, log: CallLog, status: number, nowMs: number): CallLog {
  const { countOnly, incrementBy, periodSeconds } = policy;
  if (countOnly?.some((range) => isInStatusRange(status, range)) !== true) return log;
  return [...recentCalls(log, nowMs, periodSeconds), ...times(nowMs, incrementBy)];
}

function recentCalls(log: CallLog, nowMs: number, periodSeconds: number): CallLog {
  const from = nowMs - periodSeconds * 1000;
  const first = log.findIndex((atMs) => atMs > from);
  return first === -1 ? [] : log.slice(first);
}

function times(nowMs: number, count: number): readonly number[] {
  return Array.from({ length: count }, () => nowMs);
}

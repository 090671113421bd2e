import type { CircuitBreaker } from './gateway-policies-schema.ts';
import { isInStatusRange } from './status-range.ts';

/** What a breaker remembers of one backend. */
export type BreakerState = {
  /** The calls of the interval, the oldest first. */
  readonly calls: readonly { readonly atMs: number; readonly isFailure: boolean }[];
  /** Until then no call goes through; 0 where the circuit is closed. */
  readonly openUntilMs: number;
};

/** How a call ended: the status of the answer, or undefined where none came. */
export type CallOutcome = { readonly status: number | undefined; readonly retryAfterSeconds?: number | undefined };

/** A breaker that has seen nothing. */
export const CLOSED: BreakerState = Object.freeze({ calls: [], openUntilMs: 0 });
/** A share of failures says nothing about fewer calls than this. */
const FEWEST_CALLS = 10;

/** Says whether calls are held back at this moment; when the time is over, they go through again. */
export function isOpen({ openUntilMs }: BreakerState, nowMs: number): boolean {
  return nowMs < openUntilMs;
}

/**
 * The state after a call ended. Failures are answers of the rule's statuses, and calls without an answer. Enough of
 * them within the interval open the circuit for the trip's duration, or for as long as the backend asks for by
 * `Retry-After`; what was counted is then forgotten.
 */
export function afterCall(
  state: BreakerState,
  outcome: CallOutcome,
  rule: CircuitBreaker,
  nowMs: number,
): BreakerState {
  // A call that began before the circuit opened tells nothing new.
  if (isOpen(state, nowMs)) return state;
  const { status, retryAfterSeconds } = outcome;
  const isFailure = status === undefined || rule.status.some((range) => isInStatusRange(status, range));
  const from = nowMs - rule.intervalSeconds * 1000;
  const calls = [...state.calls.filter(({ atMs }) => atMs > from), { atMs: nowMs, isFailure }];
  if (!isFailure || !isTripped(calls, rule)) return { calls, openUntilMs: 0 };
  const asked = rule.acceptRetryAfter ? retryAfterSeconds : undefined;
  return { calls: [], openUntilMs: nowMs + (asked ?? rule.tripSeconds) * 1000 };
}

function isTripped(calls: BreakerState['calls'], { failures, percentage }: CircuitBreaker): boolean {
  const failed = calls.filter(({ isFailure }) => isFailure).length;
  if (failures !== undefined) return failed >= failures;
  return calls.length >= FEWEST_CALLS && failed * 100 >= (percentage ?? 100) * calls.length;
}

/** The seconds of a `Retry-After` header, be it a number or a date; undefined where it is neither. */
export function readRetryAfter(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,6}$/.test(header.trim())) return Number(header);
  const atMs = Date.parse(header);
  return Number.isNaN(atMs) ? undefined : Math.max(0, Math.ceil((atMs - nowMs) / 1000));
}

import type { EdgeFault } from './edge-fault.ts';
import { type FixedWindow, secondsLeft, windowAt } from './fixed-window.ts';
import type { Quota } from './gateway-policies-schema.ts';

/** What a key used up in its period. */
export type QuotaUse = { readonly calls: FixedWindow; readonly bytes: FixedWindow };

export type QuotaDecision =
  | { readonly kind: 'allowed'; readonly use: QuotaUse }
  | { readonly kind: 'refused'; readonly fault: EdgeFault; readonly use: QuotaUse };

/** Decides over one more call in a fixed period, and counts it where it is allowed. */
export function quotaByKey(policy: Quota, known: QuotaUse | undefined, nowMs: number): QuotaDecision {
  const periodMs = policy.periodSeconds * 1000;
  const calls = windowAt(known?.calls, nowMs, periodMs);
  const bytes = windowAt(known?.bytes, nowMs, periodMs);
  const exceeded =
    policy.calls !== undefined && calls.count >= policy.calls
      ? { limit: policy.calls, unit: 'calls' as const }
      : policy.bandwidthKB !== undefined && bytes.count >= policy.bandwidthKB * 1024
        ? { limit: policy.bandwidthKB, unit: 'KB' as const }
        : undefined;
  if (exceeded === undefined) {
    return { kind: 'allowed', use: { calls: { ...calls, count: calls.count + 1 }, bytes } };
  }
  const retryAfterSeconds = periodMs === 0 ? undefined : secondsLeft(calls, nowMs, periodMs);
  return { kind: 'refused', fault: { code: 'QuotaExceeded', ...exceeded, retryAfterSeconds }, use: { calls, bytes } };
}

/** Adds the bytes of a request and its answer to what was used. */
export function countBandwidth(policy: Quota, use: QuotaUse, bytes: number, nowMs: number): QuotaUse {
  const window = windowAt(use.bytes, nowMs, policy.periodSeconds * 1000);
  return { ...use, bytes: { ...window, count: window.count + bytes } };
}

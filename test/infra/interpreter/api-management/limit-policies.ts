import { type Call, failed, NEXT, type Step, type World } from './call.ts';
import { evaluate } from './expressions.ts';
import type { Policy } from './policy-xml.ts';

/** What API Management counts, by counter key alone: policies with equal keys share a count. */
export type Counters = {
  readonly rates: Map<string, readonly number[]>;
  readonly quotas: Map<string, { readonly period: number; readonly calls: number; readonly bytes: number }>;
};

export function noCounts(): Counters {
  return { rates: new Map(), quotas: new Map() };
}

/** `rate-limit-by-key`: so many within any period, by a sliding window. */
export function rateLimit({ attributes }: Policy, call: Call, { nowMs }: World, { rates }: Counters): Step {
  const key = String(evaluate(attributes['counter-key'] ?? '', call));
  const periodMs = Number(attributes['renewal-period']) * 1000;
  const weight = Number(attributes['increment-count'] ?? 1);
  const calls = Number(attributes['calls']);
  const recent = (rates.get(key) ?? []).filter((atMs) => atMs > nowMs - periodMs);
  const room = calls - recent.length;
  if (room < weight) {
    const freesMs = (recent[weight - room - 1] ?? nowMs) + periodMs - nowMs;
    call.added.set((attributes['retry-after-header-name'] ?? 'Retry-After').toLowerCase(), seconds(freesMs));
    return failed('RateLimitExceeded', 429);
  }
  const count = (): unknown => rates.set(key, [...(rates.get(key) ?? []), ...Array<number>(weight).fill(nowMs)]);
  const condition = attributes['increment-condition'];
  if (condition === undefined) count();
  else call.counted.push((status) => status !== undefined && evaluate(condition, call) === true && count());
  const remaining = attributes['remaining-calls-header-name'];
  if (remaining !== undefined)
    call.added.set(remaining.toLowerCase(), String(room - (condition === undefined ? weight : 0)));
  return NEXT;
}

/** `quota-by-key`: so many calls and kilobytes in each fixed period; a period of 0 never ends. */
export function quota({ attributes }: Policy, call: Call, { nowMs }: World, { quotas }: Counters): Step {
  const key = String(evaluate(attributes['counter-key'] ?? '', call));
  const periodMs = Number(attributes['renewal-period']) * 1000;
  const period = periodMs === 0 ? 0 : Math.floor(nowMs / periodMs);
  const known = quotas.get(key);
  const used = known?.period === period ? known : { period, calls: 0, bytes: 0 };
  const isOver =
    used.calls >= Number(attributes['calls'] ?? Number.POSITIVE_INFINITY) ||
    used.bytes >= Number(attributes['bandwidth'] ?? Number.POSITIVE_INFINITY) * 1024;
  if (isOver) {
    if (periodMs > 0) call.added.set('retry-after', seconds((period + 1) * periodMs - nowMs));
    return failed('QuotaExceeded', 403);
  }
  quotas.set(key, { ...used, calls: used.calls + 1 });
  call.counted.push((_, bytes) => {
    const now = quotas.get(key) ?? used;
    quotas.set(key, { ...now, bytes: now.bytes + bytes });
  });
  return NEXT;
}

function seconds(ms: number): string {
  return String(Math.max(1, Math.ceil(ms / 1000)));
}

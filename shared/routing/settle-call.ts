import { type ForwardDecision, memoryKey, type PolicyMemory } from './api-policies.ts';
import { afterCall, CLOSED } from './circuit-breaker.ts';
import { counterKey } from './counter-key.ts';
import { countBandwidth } from './quota-by-key.ts';
import { countAnswer } from './rate-limit-by-key.ts';

/** How a forwarded call ended. */
export type CallEnd = {
  /** The status of the backend's answer; undefined where none came. */
  readonly status: number | undefined;
  readonly retryAfterSeconds?: number | undefined;
  /** What request and answer carried. */
  readonly bytes: number;
  readonly clientAddress: string;
};

/** Brings the memory up to date after a call: limits that count answers, bandwidth, and the circuit of the backend. */
export function settleCall(
  { api, backend, claims }: ForwardDecision,
  { status, retryAfterSeconds, bytes, clientAddress }: CallEnd,
  memory: PolicyMemory,
  nowMs: number,
): void {
  for (const [index, limit] of api.rateLimits.entries()) {
    const key = memoryKey(api.name, index, counterKey(limit.key, claims, clientAddress));
    if (status !== undefined) memory.rates.set(key, countAnswer(limit, memory.rates.get(key) ?? [], status, nowMs));
  }
  for (const [index, quota] of api.quotas.entries()) {
    const key = memoryKey(api.name, index, counterKey(quota.key, claims, clientAddress));
    const use = memory.quotas.get(key);
    if (use !== undefined) memory.quotas.set(key, countBandwidth(quota, use, bytes, nowMs));
  }
  if (backend.circuitBreaker === undefined) return;
  const state = memory.breakers.get(backend.name) ?? CLOSED;
  memory.breakers.set(backend.name, afterCall(state, { status, retryAfterSeconds }, backend.circuitBreaker, nowMs));
}

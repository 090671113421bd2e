import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { counterKey } from '../../shared/routing/counter-key.ts';
import { type Quota, RateLimit } from '../../shared/routing/gateway-policies-schema.ts';
import { countBandwidth, type QuotaUse, quotaByKey } from '../../shared/routing/quota-by-key.ts';
import { type CallLog, countAnswer, rateLimitByKey } from '../../shared/routing/rate-limit-by-key.ts';
import { policiesWith } from './sample-policies.ts';

const rate = (more: Readonly<Record<string, unknown>> = {}) =>
  RateLimit.parse({ calls: 3, periodSeconds: 10, key: 'tid', ...more });

/** Which of the calls at these moments are let through, and what the last refusal said. */
function run(policy: RateLimit, moments: readonly number[]) {
  let log: CallLog = [];
  let fault: unknown;
  const passed = moments.filter((nowMs) => {
    const decision = rateLimitByKey(policy, log, nowMs);
    log = decision.log;
    if (decision.kind === 'refused') fault = decision.fault;
    return decision.kind === 'allowed';
  });
  return { passed, fault, log };
}

describe('X-18: rate-limit-by-key', () => {
  test('the window slides: a call frees its place a period later, not at a full period', () => {
    const { passed, fault } = run(rate(), [0, 4000, 8000, 9000, 10_000, 10_001, 14_000]);
    expect(passed).toEqual([0, 4000, 8000, 10_000, 14_000]);
    expect(fault).toEqual({ code: 'TooManyRequests', limit: 3, per: 'in 10 s', retryAfterSeconds: 4 });
  });

  test('never more than `calls` pass in any window, and a refused call passes after the time that it was told', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 60_000 }), { maxLength: 50 }),
        fc.integer({ min: 1, max: 6 }),
        (moments, calls) => {
          const policy = rate({ calls });
          const { passed, log, fault } = run(
            policy,
            [...moments].sort((a, b) => a - b),
          );
          for (const at of passed) {
            expect(passed.filter((other) => other > at - 10_000 && other <= at).length).toBeLessThanOrEqual(calls);
          }
          expect(log.length).toBeLessThanOrEqual(calls);
          if (fault === undefined) return;
          const last = Math.max(...moments);
          const now = rateLimitByKey(policy, log, last);
          if (now.kind === 'allowed' || now.fault.code !== 'TooManyRequests') return;
          const later = last + now.fault.retryAfterSeconds * 1000;
          expect(rateLimitByKey(policy, now.log, later).kind).toBe('allowed');
        },
      ),
    );
  });

  test('what remains is told', () => {
    expect(rateLimitByKey(rate(), [1], 2)).toMatchObject({ kind: 'allowed', remaining: 1 });
  });

  test('a call may weigh more than one', () => {
    expect(run(rate({ incrementBy: 2 }), [0, 1]).passed).toEqual([0]);
    expect(run(rate({ incrementBy: 2, calls: 4 }), [0, 1, 2]).passed).toEqual([0, 1]);
  });

  test('with a condition only answers that it names are counted', () => {
    const policy = rate({ calls: 1, countOnly: ['401', '500-599'] });
    const first = rateLimitByKey(policy, [], 0);
    expect(first.log).toEqual([]);
    expect(countAnswer(policy, first.log, 200, 5)).toEqual([]);
    const counted = countAnswer(policy, first.log, 503, 5);
    expect(counted).toEqual([5]);
    expect(rateLimitByKey(policy, counted, 6).kind).toBe('refused');
    expect(countAnswer(rate(), [1], 503, 5)).toEqual([1]);
  });
});

describe('X-18: quota-by-key', () => {
  const quota = (more: Readonly<Record<string, unknown>>): Quota => {
    const found = policiesWith({ quotas: [{ periodSeconds: 300, key: 'tid', ...more }] }).apis[0]?.quotas[0];
    if (found === undefined) throw new Error('the policy has no quota');
    return found;
  };
  const spend = (policy: Quota, moments: readonly number[]) => {
    let use: QuotaUse | undefined;
    return moments.map((nowMs) => {
      const decision = quotaByKey(policy, use, nowMs);
      use = decision.use;
      return decision.kind === 'allowed' ? 'ok' : decision.fault;
    });
  };

  test('calls of a fixed period, then 403 until it ends', () => {
    const fault = { code: 'QuotaExceeded', limit: 2, unit: 'calls', retryAfterSeconds: 1 };
    expect(spend(quota({ calls: 2 }), [0, 299_000, 299_999, 300_000])).toEqual(['ok', 'ok', fault, 'ok']);
  });

  test('a period of 0 never ends, and promises no time', () => {
    const fault = { code: 'QuotaExceeded', limit: 1, unit: 'calls', retryAfterSeconds: undefined };
    expect(spend(quota({ calls: 1, periodSeconds: 0 }), [0, 10 ** 13])).toEqual(['ok', fault]);
  });

  test('bandwidth is what requests and answers carried', () => {
    const policy = quota({ bandwidthKB: 1 });
    const first = quotaByKey(policy, undefined, 0);
    expect(quotaByKey(policy, countBandwidth(policy, first.use, 1023, 1), 2).kind).toBe('allowed');
    const used = countBandwidth(policy, first.use, 1024, 1);
    expect(quotaByKey(policy, used, 2)).toMatchObject({ kind: 'refused', fault: { unit: 'KB', limit: 1 } });
    expect(quotaByKey(policy, used, 300_000).kind).toBe('allowed');
  });
});

test.each([
  ['tid', { tid: 't', oid: 'o' }, 'tenant t'],
  ['tid+oid', { tid: 't', oid: 'o' }, 'person t/o'],
  ['tid+oid', { tid: 't' }, 'address 203.0.113.7'],
  ['tid', undefined, 'address 203.0.113.7'],
  ['address', { tid: 't', oid: 'o' }, 'address 203.0.113.7'],
] as const)('calls by %s of %j are counted as %s', (key, claims, expected) => {
  expect(counterKey(key, claims, '203.0.113.7')).toBe(expected);
});

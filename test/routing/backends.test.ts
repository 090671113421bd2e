import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chooseBackend } from '../../shared/routing/backend-pool.ts';
import { afterCall, type BreakerState, CLOSED, isOpen, readRetryAfter } from '../../shared/routing/circuit-breaker.ts';
import { CircuitBreaker } from '../../shared/routing/gateway-policies-schema.ts';
import { policiesWith } from './sample-policies.ts';

const rule = (more: Readonly<Record<string, unknown>> = { failures: 3 }) =>
  CircuitBreaker.parse({ intervalSeconds: 10, status: ['500-599', '429'], tripSeconds: 60, ...more });
type Call = readonly [atMs: number, status: number | undefined, retryAfterSeconds?: number];
const run = (calls: readonly Call[], breaker = rule()) =>
  calls.reduce(
    (state: BreakerState, [atMs, status, retryAfterSeconds]) =>
      afterCall(state, { status, retryAfterSeconds }, breaker, atMs),
    CLOSED,
  );

describe('X-21: circuit breaker', () => {
  test.each<[string, readonly Call[], number]>([
    [
      'fewer failures than it takes',
      [
        [0, 500],
        [1, 503],
      ],
      0,
    ],
    [
      'enough of them',
      [
        [0, 500],
        [1, 503],
        [2, 429],
      ],
      60_002,
    ],
    [
      'no answer is a failure',
      [
        [0, undefined],
        [1, undefined],
        [2, undefined],
      ],
      60_002,
    ],
    [
      'successes between them do not help',
      [
        [0, 500],
        [1, 200],
        [2, 500],
        [3, 200],
        [4, 500],
      ],
      60_004,
    ],
    [
      'failures that are too old do not count',
      [
        [0, 500],
        [1, 500],
        [10_001, 500],
      ],
      0,
    ],
    [
      'other statuses are no failures',
      [
        [0, 404],
        [1, 404],
        [2, 404],
      ],
      0,
    ],
    [
      'the backend says how long it needs',
      [
        [0, 500],
        [1, 500],
        [2, 503, 5],
      ],
      5002,
    ],
    [
      'what ends while it is open changes nothing',
      [
        [0, 500],
        [1, 500],
        [2, 500],
        [3, 500],
        [4, 200],
      ],
      60_002,
    ],
    [
      'afterwards it begins anew',
      [
        [0, 500],
        [1, 500],
        [2, 500],
        [60_002, 500],
      ],
      0,
    ],
  ])('%s', (_, calls, openUntilMs) => {
    expect(run(calls).openUntilMs).toBe(openUntilMs);
  });

  test('is open until the trip is over, not longer', () => {
    const state = run([
      [0, 500],
      [1, 500],
      [2, 500],
    ]);
    expect(isOpen(state, 60_001)).toBe(true);
    expect(isOpen(state, 60_002)).toBe(false);
  });

  test('does not heed Retry-After where the rule says so', () => {
    const deaf = rule({ failures: 1, acceptRetryAfter: false });
    expect(run([[0, 503, 5]], deaf).openUntilMs).toBe(60_000);
  });

  test('by share: not before ten calls', () => {
    const half = rule({ percentage: 50 });
    const calls = (count: number) => Array.from({ length: count }, (_, i): Call => [i, i % 2 === 0 ? 200 : 500]);
    expect(run(calls(8), half).openUntilMs).toBe(0);
    expect(run(calls(10), half).openUntilMs).toBe(60_009);
  });

  test('remembers no more than its interval', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100_000), { maxLength: 40 }), (moments) => {
        const sorted = moments.sort((a, b) => a - b);
        const state = run(sorted.map((at): Call => [at, 200]));
        const last = sorted.at(-1) ?? 0;
        expect(state.calls.every(({ atMs }) => atMs > last - 10_000)).toBe(true);
      }),
    );
  });

  test.each([
    ['7', 7],
    ['Thu, 01 Jan 1970 00:01:00 GMT', 59],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
    ['soon', undefined],
    [undefined, undefined],
  ])('Retry-After %s is %s seconds', (header, seconds) => {
    expect(readRetryAfter(header, 1000)).toBe(seconds);
  });
});

describe('X-21: backend pool', () => {
  const members = [
    { backend: 'a', priority: 1, weight: 3 },
    { backend: 'b', priority: 1, weight: 1 },
    { backend: 'c', priority: 2 },
  ];
  const policies = policiesWith({}, [
    ...['a', 'b', 'c'].map((name) => ({ name, origin: name, circuitBreaker: rule() })),
    { name: 'gateway', pool: members },
  ]);
  const open = (untilMs: number): BreakerState => ({ calls: [], openUntilMs: untilMs });
  const choose = (states: Readonly<Record<string, BreakerState>>, turn = 0, nowMs = 0) => {
    const decision = chooseBackend(policies, 'gateway', (name) => states[name] ?? CLOSED, nowMs, turn);
    return decision.kind === 'backend' ? decision.backend.name : decision.fault;
  };

  test('the lowest priority number shares by weight', () => {
    const names = Array.from({ length: 8 }, (_, turn) => choose({}, turn));
    expect(names.filter((name) => name === 'a')).toHaveLength(6);
    expect(names.filter((name) => name === 'b')).toHaveLength(2);
  });

  test('the next is asked only while all before it are open', () => {
    expect(choose({ a: open(10) })).toBe('b');
    expect(choose({ a: open(10), b: open(10) })).toBe('c');
    expect(choose({ a: open(10), b: open(10) }, 0, 10)).toMatch(/^[ab]$/);
  });

  test('where all are open the call is refused until the first closes', () => {
    const fault = { code: 'BackendUnavailable', retryAfterSeconds: 3 };
    expect(choose({ a: open(9000), b: open(3000), c: open(5000) })).toEqual(fault);
  });

  test('weight 0 is asked only where nothing else is there', () => {
    const zero = policiesWith({}, [
      { name: 'a', origin: 'a' },
      { name: 'b', origin: 'b' },
      {
        name: 'gateway',
        pool: [
          { backend: 'a', weight: 0 },
          { backend: 'b', weight: 5 },
        ],
      },
    ]);
    const names = Array.from({ length: 10 }, (_, turn) => chooseBackend(zero, 'gateway', () => CLOSED, 0, turn));
    expect(names.every((one) => one.kind === 'backend' && one.backend.name === 'b')).toBe(true);
  });
});

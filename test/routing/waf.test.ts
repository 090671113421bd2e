import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countIn, type FixedWindow, forgetEnded } from '../../shared/routing/fixed-window.ts';
import type { RequestFacts } from '../../shared/routing/request-facts.ts';
import { decideWaf, longestWindowMs, type WafDecision, wafLooksAtBody } from '../../shared/routing/waf.ts';
import { configWith, routingOf } from './sample-config.ts';
import { factsOf, geoOf } from './sample-facts.ts';

type Spec = Readonly<Record<string, unknown>>;
const all = { name: 'all', patterns: ['/*'] };
const contains = (...values: readonly string[]) => ({ variable: 'RequestUri', operator: 'Contains', values });
const match = (name: string, priority: number, action: string, more: Spec = {}) => ({
  name,
  priority,
  type: 'Match',
  action,
  conditions: [contains('/files/')],
  ...more,
});
const limit = (more: Spec = {}) => ({ ...match('perip', 10, 'Block'), type: 'RateLimit', threshold: 3, ...more });
const firewall = (custom: readonly Spec[], more: Spec = {}) =>
  routingOf(configWith([all], { waf: { mode: 'Prevention', custom, ...more } })).waf;

/** A firewall with its own memory and a clock that stands until it is moved. */
function guard(custom: readonly Spec[], more: Spec = {}) {
  const windows = new Map<string, FixedWindow>();
  const waf = firewall(custom, more);
  return (facts: Partial<RequestFacts> = {}, nowMs = 0): WafDecision =>
    decideWaf(waf, factsOf(facts), { nowMs, windows, geoOf });
}
const said = ({ verdict, matches }: WafDecision) => [verdict.kind, ...matches.map(({ rule }) => rule)].join(' ');

describe('5.7: custom rules', () => {
  test.each([
    ['none matches', [match('a', 1, 'Block', { conditions: [contains('/x/')] })], 'pass'],
    ['one blocks', [match('a', 1, 'Block')], 'block a'],
    ['the lower number comes first, wherever it stands', [match('b', 2, 'Block'), match('a', 1, 'Allow')], 'pass a'],
    ['a rule that allows ends it', [match('a', 1, 'Allow'), match('b', 2, 'Block')], 'pass a'],
    ['a rule that logs does not', [match('a', 1, 'Log'), match('b', 2, 'Block')], 'block a b'],
    [
      'all conditions must hold',
      [match('a', 1, 'Block', { conditions: [contains('/files/'), contains('no')] })],
      'pass',
    ],
    ['a disabled rule is not asked', [match('a', 1, 'Block', { enabled: false })], 'pass'],
    [
      'by country',
      [match('a', 1, 'Block', { conditions: [{ variable: 'RemoteAddr', operator: 'GeoMatch', values: ['DE'] }] })],
      'block a',
    ],
    [
      'by address, negated',
      [
        match('a', 1, 'Block', {
          conditions: [{ variable: 'SocketAddr', operator: 'IPMatch', negate: true, values: ['203.0.113.0/24'] }],
        }),
      ],
      'pass',
    ],
  ])('%s', (_, custom, expected) => {
    expect(said(guard(custom)())).toBe(expected);
  });

  test('a block has the status and text of the document, 403 without', () => {
    expect(guard([match('a', 1, 'Block')])().verdict).toMatchObject({ kind: 'block', status: 403, body: undefined });
    const block = { status: 406, body: 'no' };
    expect(guard([match('a', 1, 'Block')], { block })().verdict).toMatchObject({ status: 406, body: 'no' });
  });

  test('a redirect leads where the document says', () => {
    const asked = guard([match('a', 1, 'Redirect')], { redirectUrl: 'https://help.example/blocked' });
    expect(asked().verdict).toEqual({ kind: 'redirect', location: 'https://help.example/blocked' });
  });

  test('no firewall: everything passes', () => {
    const world = { nowMs: 0, windows: new Map(), geoOf };
    expect(decideWaf(undefined, factsOf(), world)).toEqual({ matches: [], verdict: { kind: 'pass' } });
  });
});

describe('5.7: rate limits', () => {
  test('the requests over the threshold are acted on until the window ends', () => {
    const ask = guard([limit()]);
    expect([0, 10, 20, 59_999].map((at) => said(ask({}, at)))).toEqual(['pass', 'pass', 'pass', 'block perip']);
    expect(ask({}, 59_999).verdict).toMatchObject({ kind: 'block', retryAfterSeconds: 1 });
    expect(said(ask({}, 60_000))).toBe('pass');
  });

  test('a window of five minutes', () => {
    const ask = guard([limit({ threshold: 1, windowMinutes: 5 })]);
    expect([0, 1, 299_999, 300_000].map((at) => said(ask({}, at)))).toEqual([
      'pass',
      'block perip',
      'block perip',
      'pass',
    ]);
  });

  test.each([
    ['SocketAddr', ['pass', 'block perip', 'pass', 'pass']],
    ['GeoLocation', ['pass', 'block perip', 'block perip', 'pass']],
    ['None', ['pass', 'block perip', 'block perip', 'block perip']],
  ])('counted by %s', (groupBy, expected) => {
    const ask = guard([limit({ threshold: 1, groupBy })]);
    const from = ['203.0.113.7', '203.0.113.7', '203.0.113.8', '198.51.100.1'];
    expect(from.map((socketAddress) => said(ask({ socketAddress })))).toEqual(expected);
  });

  test('what its conditions do not hold for is not counted', () => {
    const ask = guard([limit({ threshold: 1 })]);
    for (let i = 0; i < 5; i += 1) expect(said(ask({ path: '/other' }))).toBe('pass');
    expect(said(ask())).toBe('pass');
    expect(said(ask())).toBe('block perip');
  });

  test('what an earlier rule allows is not counted', () => {
    const mine = { variable: 'SocketAddr', operator: 'IPMatch', values: ['203.0.113.7'] };
    const ask = guard([match('own', 1, 'Allow', { conditions: [mine] }), limit({ threshold: 1, groupBy: 'None' })]);
    for (let i = 0; i < 5; i += 1) expect(said(ask())).toBe('pass own');
    expect(said(ask({ socketAddress: '198.51.100.1' }))).toBe('pass');
  });

  test('exactly the threshold passes in each window, whatever the moments are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 240_000 }), { maxLength: 60 }),
        fc.integer({ min: 1, max: 8 }),
        (moments, threshold) => {
          const ask = guard([limit({ threshold })]);
          const passed = new Map<number, number>();
          const asked = new Map<number, number>();
          for (const at of moments.sort((a, b) => a - b)) {
            const window = Math.floor(at / 60_000);
            asked.set(window, (asked.get(window) ?? 0) + 1);
            if (ask({}, at).verdict.kind === 'pass') passed.set(window, (passed.get(window) ?? 0) + 1);
          }
          for (const [window, count] of asked) expect(passed.get(window)).toBe(Math.min(count, threshold));
        },
      ),
    );
  });
});

test('5.7: Detection notes what Prevention does, and lets everything pass', () => {
  const rule = fc.record({
    action: fc.constantFrom('Allow', 'Block', 'Log'),
    type: fc.constantFrom('Match', 'RateLimit'),
    matches: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(rule, { maxLength: 6 }), (rules) => {
      const custom = rules.map(({ action, type, matches }, index) => ({
        ...match(`r${index}`, index + 1, type === 'RateLimit' && action === 'Allow' ? 'Log' : action),
        ...(type === 'RateLimit' && { type, threshold: 1 }),
        conditions: [contains(matches ? '/files/' : '/never/')],
      }));
      const prevent = guard(custom);
      const detect = guard(custom, { mode: 'Detection' });
      for (let i = 0; i < 3; i += 1) {
        const noted = detect();
        expect(noted.matches).toEqual(prevent().matches);
        expect(noted.verdict.kind).toBe('pass');
      }
    }),
  );
});

test('ended windows are forgotten, running ones are not', () => {
  const windows = new Map<string, FixedWindow>();
  countIn(windows, 'old', 0, 60_000);
  countIn(windows, 'new', 120_000, 60_000);
  forgetEnded(windows, 120_000, longestWindowMs(firewall([limit()])));
  expect([...windows.keys()]).toEqual(['new']);
});

test('a clock that goes back opens no new window', () => {
  const windows = new Map<string, FixedWindow>();
  countIn(windows, 'k', 60_000, 60_000);
  expect(countIn(windows, 'k', 59_999, 60_000).count).toBe(2);
});

test('only rules on the body need the body', () => {
  expect(wafLooksAtBody(firewall([match('a', 1, 'Block')]))).toBe(false);
  const body = { variable: 'RequestBody', operator: 'Contains', values: ['x'] };
  expect(wafLooksAtBody(firewall([match('a', 1, 'Block', { conditions: [body] })]))).toBe(true);
});

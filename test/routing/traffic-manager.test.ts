import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answerQuery, endpointStatuses } from '../../shared/routing/traffic-manager.ts';
import { TrafficManager } from '../../shared/routing/traffic-manager-schema.ts';
import type { TrafficWorld } from '../../shared/routing/traffic-method.ts';
import { afterCheck, type CheckOutcome, type MonitorState, UNCHECKED } from '../../shared/routing/traffic-monitor.ts';

type Spec = Readonly<Record<string, unknown>>;
const monitor = { protocol: 'HTTPS', port: 443, path: '/healthz' };
const endpoint = (name: string, more: Spec = {}) => ({ name, target: `${name}.example`, ...more });
const profile = (method: string, endpoints: readonly Spec[], more: Spec = {}) =>
  TrafficManager.parse({ method, ttlSeconds: 30, monitor, endpoints, ...more });
const online: MonitorState = { status: 'Online', failures: 0 };
const degraded: MonitorState = { status: 'Degraded', failures: 9 };

type States = Readonly<Record<string, MonitorState | 'Stopped'>>;
const world = (states: States = {}, more: Partial<TrafficWorld> = {}): TrafficWorld => ({
  stateOf: (name) => states[name] ?? online,
  latencyMs: (_, region) => ({ westeurope: 12, northeurope: 25, eastus: 80 })[region],
  placesOf: () => ['DE', 'GEO-EU'],
  turn: 0,
  ...more,
});
function targets(
  manager: TrafficManager,
  states: States = {},
  more: Partial<TrafficWorld> = {},
  address = '203.0.113.7',
) {
  const answer = answerQuery(manager, { address }, world(states, more));
  return answer.kind === 'answer'
    ? answer.targets.map((target) => target.replace('.example', '')).join(' ')
    : answer.kind;
}

describe('X-15: Priority', () => {
  const manager = profile('Priority', [
    endpoint('c', { priority: 3 }),
    endpoint('a', { priority: 1 }),
    endpoint('b', { priority: 2 }),
  ]);
  test.each([
    ['all well', {}, 'a'],
    ['the first is degraded', { a: degraded }, 'b'],
    ['the first is stopped', { a: 'Stopped' as const }, 'b'],
    ['all degraded: as if all were well', { a: degraded, b: degraded, c: degraded }, 'a'],
    ['not checked yet counts as well', { a: UNCHECKED }, 'a'],
    ['all stopped', { a: 'Stopped' as const, b: 'Stopped' as const, c: 'Stopped' as const }, 'no-data'],
  ])('%s', (_, states, expected) => {
    expect(targets(manager, states)).toBe(expected);
  });

  test('a switched-off endpoint is not answered even where all are degraded', () => {
    const off = profile('Priority', [endpoint('a', { priority: 1, enabled: false }), endpoint('b', { priority: 2 })]);
    expect(targets(off, { b: degraded })).toBe('b');
  });

  test('alwaysServe: whatever the checks say', () => {
    const served = profile('Priority', [
      endpoint('a', { priority: 1, alwaysServe: true }),
      endpoint('b', { priority: 2 }),
    ]);
    expect(targets(served, { a: degraded })).toBe('a');
    expect(endpointStatuses(served, () => degraded).get('a')).toBe('Unmonitored');
  });
});

describe('X-15: Performance', () => {
  const manager = profile('Performance', [
    endpoint('eu', { region: 'westeurope' }),
    endpoint('ie', { region: 'northeurope' }),
    endpoint('us', { region: 'eastus' }),
  ]);
  test.each([
    ['the nearest', {}, 'eu'],
    ['the next nearest', { eu: degraded }, 'ie'],
    ['the only one left', { eu: degraded, ie: degraded }, 'us'],
    ['all degraded: the nearest again', { eu: degraded, ie: degraded, us: degraded }, 'eu'],
  ])('%s', (_, states, expected) => {
    expect(targets(manager, states)).toBe(expected);
  });

  test('two in one region share its queries, and a region without a figure comes last', () => {
    const two = profile('Performance', [
      endpoint('a', { region: 'westeurope' }),
      endpoint('b', { region: 'westeurope' }),
      endpoint('x', { region: 'antarctica' }),
    ]);
    expect(new Set([0, 1, 2, 3].map((turn) => targets(two, {}, { turn })))).toEqual(new Set(['a', 'b']));
    expect(targets(two, { a: degraded, b: degraded })).toBe('x');
  });
});

test('X-15: Weighted keeps the shares exactly over a round, without the degraded', () => {
  const manager = profile('Weighted', [
    endpoint('a', { weight: 5 }),
    endpoint('b', { weight: 2 }),
    endpoint('c', { weight: 9 }),
  ]);
  const answers = Array.from({ length: 7 }, (_, turn) => targets(manager, { c: degraded }, { turn }));
  expect(answers.filter((name) => name === 'a')).toHaveLength(5);
  expect(answers.filter((name) => name === 'b')).toHaveLength(2);
});

describe('X-15: Geographic', () => {
  const manager = profile('Geographic', [
    endpoint('world', { geo: ['WORLD'] }),
    endpoint('europe', { geo: ['GEO-EU'] }),
    endpoint('germany', { geo: ['DE'] }),
  ]);
  test.each([
    [['DE', 'GEO-EU'], {}, 'germany'],
    [['FR', 'GEO-EU'], {}, 'europe'],
    [['US-CA', 'US', 'GEO-NA'], {}, 'world'],
    [[], {}, 'world'],
    // No other may serve the place, so the mapped one is answered while it is unwell.
    [['DE', 'GEO-EU'], { germany: degraded }, 'germany'],
    [['DE', 'GEO-EU'], { germany: 'Stopped' as const }, 'europe'],
  ])('%j with %j: %s', (places, states, expected) => {
    expect(targets(manager, states, { placesOf: () => places })).toBe(expected);
  });

  test('a place that nothing is mapped to has no answer', () => {
    const narrow = profile('Geographic', [endpoint('germany', { geo: ['DE'] })]);
    expect(targets(narrow, {}, { placesOf: () => ['FR', 'GEO-EU'] })).toBe('no-data');
  });
});

test('X-15: MultiValue answers with up to maxReturn addresses that are well', () => {
  const four = ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4'].map((target, index) => ({ name: `e${index}`, target }));
  const manager = profile('MultiValue', four, { maxReturn: 2 });
  expect(targets(manager)).toBe('10.0.0.1 10.0.0.2');
  expect(targets(manager, { e0: degraded })).toBe('10.0.0.2 10.0.0.3');
  expect(targets(manager, { e0: degraded, e1: degraded, e2: degraded, e3: degraded })).toBe('10.0.0.1 10.0.0.2');
});

describe('X-15: Subnet', () => {
  const manager = profile('Subnet', [
    endpoint('office', { subnets: ['198.51.100.0/24', '192.0.2.10-192.0.2.20'] }),
    endpoint('rest'),
  ]);
  test.each([
    ['198.51.100.9', 'office'],
    ['192.0.2.20', 'office'],
    ['192.0.2.21', 'rest'],
    ['2001:db8::1', 'rest'],
  ])('%s: %s', (address, expected) => {
    expect(targets(manager, {}, {}, address)).toBe(expected);
  });

  test('without a fallback the others get no answer', () => {
    const closed = profile('Subnet', [endpoint('office', { subnets: ['198.51.100.0/24'] })]);
    expect(targets(closed, {}, {}, '192.0.2.1')).toBe('no-data');
  });
});

describe('X-16: nested profiles', () => {
  const manager = (minChildEndpoints: number) =>
    profile(
      'Priority',
      [{ name: 'inner', profile: 'eu', priority: 1, minChildEndpoints }, endpoint('other', { priority: 2 })],
      {
        nested: [{ name: 'eu', method: 'Weighted', ttlSeconds: 5, monitor, endpoints: [endpoint('a'), endpoint('b')] }],
      },
    );

  test.each([
    ['enough are well', 1, { a: degraded }, 'b'],
    ['too few are well', 2, { a: degraded }, 'other'],
    ['none is well', 1, { a: degraded, b: degraded }, 'other'],
    ['nothing is well anywhere: as if all were', 2, { a: degraded, b: degraded, other: degraded }, 'a'],
  ])('%s', (_, min, states, expected) => {
    expect(targets(manager(min), states)).toBe(expected);
  });

  test('the answer lives as long as the inner profile says', () => {
    const answer = answerQuery(manager(1), { address: '203.0.113.7' }, world());
    expect(answer).toMatchObject({ kind: 'answer', ttlSeconds: 5 });
  });

  test('a nested profile that is off is inactive', () => {
    const spec = manager(1);
    const off = { ...spec, nested: spec.nested.map((inner) => ({ ...inner, enabled: false })) };
    expect(endpointStatuses(off, () => online).get('inner')).toBe('Inactive');
    expect(targets(off)).toBe('other');
  });
});

test('X-16: a profile that is off has no name', () => {
  expect(targets(profile('Weighted', [endpoint('a')], { enabled: false }))).toBe('no-name');
});

describe('X-16: the monitor', () => {
  const spec = { ...monitor, toleratedFailures: 3, expectedStatus: ['200-204', '301'] };
  const { monitor: rules } = profile('Weighted', [endpoint('a')], { monitor: spec });
  const run = (outcomes: readonly CheckOutcome[]) =>
    outcomes.reduce((state: MonitorState, outcome) => afterCheck(state, outcome, rules), UNCHECKED);

  test.each([
    [[], 'CheckingEndpoint'],
    [[200], 'Online'],
    [[301], 'Online'],
    [[302, 500, undefined], 'CheckingEndpoint'],
    [[200, 500, 500, 500], 'Online'],
    [[200, 500, 500, 500, 500], 'Degraded'],
    [[200, 500, 500, 500, 200, 500, 500, 500], 'Online'],
    [[500, 500, 500, 500], 'Degraded'],
    [[500, 500, 500, 500, 204], 'Online'],
  ])('after %j: %s', (outcomes, status) => {
    expect(run(outcomes).status).toBe(status);
  });

  test('tolerating nothing, one failure degrades', () => {
    expect(afterCheck(online, 500, { ...rules, toleratedFailures: 0 }).status).toBe('Degraded');
  });

  test('TCP counts a connection and nothing else', () => {
    const tcp = { ...rules, protocol: 'TCP' as const };
    expect(afterCheck(UNCHECKED, 'connected', tcp).status).toBe('Online');
    expect(afterCheck(UNCHECKED, 200, tcp).status).toBe('CheckingEndpoint');
    expect(afterCheck(UNCHECKED, 'connected', rules).status).toBe('CheckingEndpoint');
  });

  test('is degraded exactly while the last tolerated + 1 checks or more all failed', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 20 }), fc.integer({ min: 0, max: 9 }), (marks, tolerated) => {
        const tolerant = { ...rules, toleratedFailures: tolerated };
        const state = marks.reduce((s: MonitorState, isGood) => afterCheck(s, isGood ? 200 : 503, tolerant), UNCHECKED);
        const lastGood = marks.lastIndexOf(true);
        const inRow = marks.length - 1 - lastGood;
        expect(state.status === 'Degraded').toBe(inRow > tolerated);
      }),
    );
  });
});

test('an answer names only endpoints that are switched on, and is there while one of them is in play', () => {
  const states = fc.constantFrom<MonitorState | 'Stopped'>(online, degraded, UNCHECKED, 'Stopped');
  const spec = fc.record({ state: states, enabled: fc.boolean(), weight: fc.integer({ min: 1, max: 9 }) });
  fc.assert(
    fc.property(
      fc.constantFrom('Priority', 'Weighted', 'Performance'),
      fc.array(spec, { minLength: 1, maxLength: 5 }),
      fc.nat(50),
      (method, specs, turn) => {
        const manager = profile(
          method,
          specs.map(({ enabled, weight }, i) =>
            endpoint(`e${i}`, { enabled, weight, priority: i + 1, region: 'westeurope' }),
          ),
        );
        const named = targets(manager, Object.fromEntries(specs.map(({ state }, i) => [`e${i}`, state])), { turn });
        const inPlay = specs.filter(({ enabled, state }) => enabled && state !== 'Stopped');
        const well = inPlay.filter(({ state }) => state !== degraded);
        if (inPlay.length === 0) expect(named).toBe('no-data');
        else expect(well.length > 0 ? well : inPlay).toContain(specs[Number(named.slice(1))]);
      },
    ),
  );
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { affinityCookies, affinityOf } from '../../shared/routing/affinity.ts';
import { chooseOrigin, chooseOther, originsToAsk } from '../../shared/routing/choose-origin.ts';
import { afterSample, isHealthy, type OriginHealth, UNKNOWN_HEALTH } from '../../shared/routing/origin-health.ts';
import type { Origin, OriginGroup } from '../../shared/routing/routing.ts';

const balancing = { sampleSize: 4, successfulSamplesRequired: 3, additionalLatencyMs: 50 };
const origin = (name: string, more: Partial<Origin> = {}): Origin => ({
  name,
  serves: 'gateway',
  host: `${name}.example`,
  priority: 1,
  weight: 50,
  ...more,
});
const group = (origins: readonly Origin[], more: Partial<OriginGroup> = {}): OriginGroup => ({
  name: 'g',
  origins,
  probe: undefined,
  loadBalancing: balancing,
  sessionAffinity: false,
  ...more,
});
const well = (latencyMs: number): OriginHealth => ({ samples: [true, true, true, true], latencyMs });
const unwell: OriginHealth = { samples: [false, false, false, false], latencyMs: 1 };
const healthFrom = (states: Readonly<Record<string, OriginHealth>>) => (name: string) => states[name];
const namesOf = (origins: readonly Origin[]) => origins.map(({ name }) => name);

describe('X-04: health by sliding window', () => {
  test.each([
    ['nothing yet', '', true],
    ['the first probe fails', '-', true],
    ['the second too', '--', false],
    ['two of four failed', '+-+-', false],
    ['one of four failed', '++-+', true],
    ['old failures have left the window', '----+++', true],
    ['but not before enough successes', '----++', false],
  ])('%s: %s', (_, marks, expected) => {
    const health = [...marks].reduce(
      (state: OriginHealth, mark) => afterSample(state, { isSuccess: mark === '+', latencyMs: 5 }, balancing),
      UNKNOWN_HEALTH,
    );
    expect(isHealthy(health, balancing)).toBe(expected);
  });

  test('is decided by the last samples alone, however long the history is', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 30 }), fc.integer({ min: 1, max: 8 }), (marks, sampleSize) => {
        const rules = { ...balancing, sampleSize, successfulSamplesRequired: Math.ceil(sampleSize / 2) };
        const health = marks.reduce(
          (state: OriginHealth, isSuccess) => afterSample(state, { isSuccess, latencyMs: 1 }, rules),
          UNKNOWN_HEALTH,
        );
        const last = marks.slice(-sampleSize);
        const good = sampleSize - last.filter((isSuccess) => !isSuccess).length;
        expect(health.samples).toEqual(last);
        expect(isHealthy(health, rules)).toBe(good >= rules.successfulSamplesRequired);
      }),
    );
  });

  test('the latency is that of the last probe that succeeded', () => {
    const after = afterSample(well(20), { isSuccess: false, latencyMs: 9000 }, balancing);
    expect(after.latencyMs).toBe(20);
    expect(afterSample(after, { isSuccess: true, latencyMs: 30 }, balancing).latencyMs).toBe(30);
  });
});

describe('X-03: the origins among which weight decides', () => {
  const trio = group([origin('a'), origin('b'), origin('c', { priority: 2 })]);
  test.each([
    ['all well: the lowest priority number', { a: well(10), b: well(20), c: well(1) }, ['a', 'b']],
    ['one of them unwell', { a: unwell, b: well(20), c: well(1) }, ['b']],
    ['the whole priority unwell: the next', { a: unwell, b: unwell, c: well(900) }, ['c']],
    ['all unwell: all, round robin', { a: unwell, b: unwell, c: unwell }, ['a', 'b', 'c']],
    ['one slower than the window', { a: well(10), b: well(61), c: well(1) }, ['a']],
    ['one at the end of the window', { a: well(10), b: well(60), c: well(1) }, ['a', 'b']],
    ['one not measured yet', { a: well(90) }, ['a', 'b']],
    ['nothing known', {}, ['a', 'b']],
  ])('%s', (_, states, expected) => {
    expect(namesOf(originsToAsk(trio, healthFrom(states)))).toEqual(expected);
  });

  test('a latency window of 0 leaves the fastest alone', () => {
    const strict = { ...trio, loadBalancing: { ...balancing, additionalLatencyMs: 0 } };
    expect(namesOf(originsToAsk(strict, healthFrom({ a: well(11), b: well(10) })))).toEqual(['b']);
  });

  test('requests go by weight, exactly over a round, and never three times running to the lighter one', () => {
    const pair = group([origin('a', { weight: 3 }), origin('b', { weight: 1 })]);
    const names = Array.from({ length: 8 }, (_, turn) => chooseOrigin(pair, turn).name);
    expect(names.filter((name) => name === 'a')).toHaveLength(6);
    expect(names.filter((name) => name === 'b')).toHaveLength(2);
    expect(names.join('')).not.toContain('bb');
  });

  test('any weights are kept exactly over one round, and an unwell origin gets nothing while another is well', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ weight: fc.integer({ min: 1, max: 40 }), isWell: fc.boolean() }), {
          minLength: 2,
          maxLength: 5,
        }),
        (specs) => {
          const any = group(specs.map(({ weight }, index) => origin(`o${index}`, { weight })));
          const states = Object.fromEntries(specs.map(({ isWell }, index) => [`o${index}`, isWell ? well(5) : unwell]));
          const asked = specs.some(({ isWell }) => isWell) ? specs.map(({ isWell }) => isWell) : specs.map(() => true);
          const round = specs.reduce((sum, { weight }, index) => sum + (asked[index] ? weight : 0), 0);
          const counts = new Map<string, number>();
          for (let turn = 0; turn < round; turn += 1) {
            const { name } = chooseOrigin(any, turn, { healthOf: healthFrom(states) });
            counts.set(name, (counts.get(name) ?? 0) + 1);
          }
          for (const [index, { weight }] of specs.entries()) {
            expect(counts.get(`o${index}`) ?? 0).toBe(asked[index] ? weight : 0);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('a request that could not be delivered', () => {
  const pair = group([origin('a'), origin('b'), origin('c', { priority: 2 })]);
  test('is tried at another origin, at last at one that counts as unwell, and then nowhere', () => {
    const healthOf = healthFrom({ b: unwell, c: unwell });
    expect(chooseOther(pair, 0, { healthOf, tried: ['a'] })?.name).toMatch(/^[bc]$/);
    expect(chooseOther(pair, 0, { healthOf, tried: ['a', 'b'] })?.name).toBe('c');
    expect(chooseOther(pair, 0, { healthOf, tried: ['a', 'b', 'c'] })).toBeUndefined();
  });
});

describe('X-05: session affinity', () => {
  const sticky = group([origin('a'), origin('b')], { sessionAffinity: true });
  const [a, b] = sticky.origins;
  if (a === undefined || b === undefined) throw new Error('two origins');
  const cookieFor = (chosen: Origin) =>
    affinityOf({ cookie: affinityCookies('g', chosen, undefined, false)[0]?.split(';')[0] });

  test('a client with the cookie stays where it was', () => {
    const names = Array.from({ length: 6 }, (_, turn) => chooseOrigin(sticky, turn, { affinity: cookieFor(b) }).name);
    expect(new Set(names)).toEqual(new Set(['b']));
  });

  test('but not at an unwell origin, nor in a group without affinity, nor with a cookie of another group', () => {
    const turns = Array.from({ length: 6 }, (_, turn) => turn);
    const healthOf = healthFrom({ b: unwell });
    expect(turns.map((turn) => chooseOrigin(sticky, turn, { affinity: cookieFor(b), healthOf }).name)).not.toContain(
      'b',
    );
    const loose = { ...sticky, sessionAffinity: false };
    expect(new Set(turns.map((turn) => chooseOrigin(loose, turn, { affinity: cookieFor(b) }).name)).size).toBe(2);
    const foreign = affinityCookies('other', b, undefined, false)[0]?.slice('ASLBSA='.length, 23);
    expect(new Set(turns.map((turn) => chooseOrigin(sticky, turn, { affinity: foreign }).name)).size).toBe(2);
  });

  test('the cookies name no origin, are set once, and never with an answer that may be cached', () => {
    const cookies = affinityCookies('g', a, undefined, false);
    expect(cookies.map((cookie) => cookie.split('=')[0])).toEqual(['ASLBSA', 'ASLBSACORS']);
    expect(cookies.join()).not.toContain('a.example');
    expect(cookies[1]).toContain('SameSite=None; Secure');
    expect(affinityCookies('g', a, cookieFor(a), false)).toEqual([]);
    expect(affinityCookies('g', a, cookieFor(b), false)).toHaveLength(2);
    expect(affinityCookies('g', a, undefined, true)).toEqual([]);
  });
});

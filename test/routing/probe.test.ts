import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isProbed, nextProbeMs, probeRequest, probeTimeoutMs, sampleOf } from '../../shared/routing/probe.ts';
import { onlyRoute } from './sample-config.ts';

const probe = { path: '/v1.0/health', method: 'HEAD', protocol: 'Https', intervalSeconds: 30 };
const origins = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ name: `o${index}`, serves: 'gateway', host: `o${index}.example` }));
const groupWith = (count: number, more: Readonly<Record<string, unknown>> = { probe }) =>
  onlyRoute({}, { originGroups: [{ name: 'gateway', origins: origins(count), ...more }] }).group;
const lockdown = { header: 'X-Azure-FDID', id: '5a1c2f3e-0000-4000-8000-000000000001' };

test("X-04: a probe asks with the edge's name, its mark and its id, and for the origin's own host", () => {
  const group = groupWith(2);
  const request = probeRequest(group, { host: 'o0.example', hostHeader: 'shown.example' }, lockdown);
  expect(request).toEqual({
    scheme: 'https',
    method: 'HEAD',
    path: '/v1.0/health',
    headers: [
      ...['Host', 'shown.example', 'User-Agent', 'Edge Health Probe', 'X-FD-HealthProbe', '1'],
      ...['X-Azure-FDID', lockdown.id],
    ],
  });
});

test('X-04: a group without a probe, or with one origin, is not probed', () => {
  expect(isProbed(groupWith(2))).toBe(true);
  expect(isProbed(groupWith(1))).toBe(false);
  expect(isProbed(groupWith(2, {}))).toBe(false);
  expect(probeRequest(groupWith(2, {}), { host: 'h' }, lockdown)).toBeUndefined();
});

test.each([
  [200, true],
  [204, false],
  [301, false],
  [401, false],
  [500, false],
  [undefined, false],
])('X-04: the status %s counts as healthy: %s', (status, isSuccess) => {
  expect(sampleOf({ status, latencyMs: 7 })).toEqual({ isSuccess, latencyMs: 7 });
});

test('the next probe comes within a tenth of the interval, and the last one has ended by then', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 255 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (intervalSeconds, chance) => {
        const afterMs = nextProbeMs(1000, intervalSeconds, chance) - 1000;
        expect(Math.abs(afterMs - intervalSeconds * 1000)).toBeLessThanOrEqual(intervalSeconds * 100 + 1);
        expect(probeTimeoutMs(intervalSeconds)).toBeLessThanOrEqual(intervalSeconds * 1000);
      },
    ),
  );
});

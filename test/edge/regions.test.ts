import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { LOCAL_GEOGRAPHY, type RegionMethod, regionRouting } from '../../dev/stack/region-routing.ts';
import { createGeoTable } from '../../edge/geo-table.ts';
import { RoutingConfig } from '../../shared/routing/routing-config.ts';
import { routingOf } from '../routing/sample-config.ts';
import { ask, startEdgeOf, startOrigin } from './with-edge.ts';

/** The deployed configuration over two regions, at a running edge; each region's Gateway says which it is. */
const deployed = RoutingConfig.parse(JSON.parse(readFileSync('routing.config.json', 'utf8')));

async function startRegion(name: string, latencyMs = 0) {
  const state = { isWell: true, requests: 0 };
  const { url } = await startOrigin((req, res) => {
    const isProbe = req.url === '/v1.0/health';
    if (!isProbe) state.requests += 1;
    if (!state.isWell) req.socket.destroy();
    else if (isProbe) setTimeout(() => res.end(), latencyMs);
    else res.end(name);
  });
  return { url, state };
}

async function startTwoRegions(method: RegionMethod, latencies: readonly [number, number] = [0, 0]) {
  const first = await startRegion('first', latencies[0]);
  const second = await startRegion('second', latencies[1]);
  const { config, origins } = regionRouting(deployed, method);
  const urls = { first: first.url, second: second.url };
  const addresses = Object.fromEntries(origins.map(({ name, region }) => [name, { url: urls[region] }]));
  const { port } = await startEdgeOf(routingOf(config), { origins: addresses, geoOf: createGeoTable(LOCAL_GEOGRAPHY) });
  const answers = async (count: number, localAddress = '127.0.0.1') => {
    const names: string[] = [];
    for (let index = 0; index < count; index += 1) {
      names.push((await ask(port, '/azimuth/v1/me', { localAddress })).body.toString());
    }
    return names;
  };
  return { first, second, answers };
}

const share = (names: readonly string[], name: string) => names.filter((one) => one === name).length / names.length;
async function until(isTrue: () => Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await new Promise((resolve) => setTimeout(resolve, 50));
}

describe('X-15 at the edge of two regions', () => {
  test('performance: the nearer region gets all, and both where they are about as near', async () => {
    const { answers } = await startTwoRegions('performance', [0, 300]);
    await until(async () => share(await answers(4), 'first') === 1);
    expect(share(await answers(20), 'first')).toBe(1);
    const alike = await startTwoRegions('performance', [5, 0]);
    expect(share(await alike.answers(20), 'first')).toBe(0.5);
  });

  test('priority: the second region gets nothing while the first is well, everything while it is not', async () => {
    const { first, answers } = await startTwoRegions('priority');
    expect(share(await answers(10), 'first')).toBe(1);
    first.state.isWell = false;
    // What was asked of the first just now is asked of the second: reading loses nothing.
    expect(share(await answers(10), 'second')).toBe(1);
    // The window has closed: it is not even tried, until its probes are good again.
    await until(async () => {
      const before = first.state.requests;
      await answers(4);
      return first.state.requests === before;
    });
    first.state.isWell = true;
    await until(async () => share(await answers(4), 'first') === 1);
  });

  test('weighted: three quarters and one quarter, however far they are', async () => {
    const { answers } = await startTwoRegions('weighted', [0, 300]);
    expect(share(await answers(40), 'first')).toBeCloseTo(0.75, 1);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(share(await answers(40), 'first')).toBeCloseTo(0.75, 1);
  });

  test.runIf(process.platform === 'linux')(
    'geographic: who comes from the north is answered by the second region, and by the first where that is lost',
    async () => {
      const { second, answers } = await startTwoRegions('geographic');
      expect(share(await answers(10), 'first')).toBe(1);
      expect(share(await answers(10, '127.0.0.2'), 'second')).toBe(1);
      second.state.isWell = false;
      expect(share(await answers(10, '127.0.0.2'), 'first')).toBe(1);
    },
  );
});

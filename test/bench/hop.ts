import type { Bench, Row } from './bench.ts';
import { authorToken, openSampleStack, timedGet } from './sample-stack.ts';
import { quantile } from './statistics.ts';

const WARM_UP = 50;
const REQUESTS = 400;

/** The shortest signed-in request, end to end: edge, Gateway, signed hop, Presentation, SQL; and without the edge. */
export const hop: Bench = async (context) => {
  const { stack } = await openSampleStack(context);
  const token = await authorToken(stack.wellKnown);
  const throughEdge = `http://127.0.0.1:${stack.ports.public}/azimuth/v1/me`;
  const direct = `http://127.0.0.1:${stack.ports.roles.gateway}/azimuth/v1/me`;
  for (let index = 0; index < WARM_UP; index += 1) {
    await timedGet(throughEdge, token);
    await timedGet(direct, token);
  }
  context.say(`${REQUESTS} requests each way, in turn`);
  const edge: number[] = [];
  const gateway: number[] = [];
  for (let index = 0; index < REQUESTS; index += 1) {
    edge.push(await timedGet(throughEdge, token));
    gateway.push(await timedGet(direct, token));
  }
  const cost = quantile(edge, 0.5) - quantile(gateway, 0.5);
  return [
    ...rows('GET /azimuth/v1/me through the edge', edge),
    ...rows('the same, Gateway direct', gateway),
    { what: 'what the edge adds at the median', figure: cost, unit: 'ms' },
  ];
};

function rows(what: string, ms: readonly number[]): readonly Row[] {
  const total = ms.reduce((sum, one) => sum + one, 0);
  return [
    { what: `${what}, p50`, figure: quantile(ms, 0.5), unit: 'ms' },
    { what: `${what}, p95`, figure: quantile(ms, 0.95), unit: 'ms' },
    { what: `${what}, one after the other`, figure: (1000 * ms.length) / total, unit: 'req/s' },
  ];
}

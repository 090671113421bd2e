import { RETAIL_DASHBOARD } from '../../dev/samples/retail-dashboard.ts';
import { DashboardData, DashboardTile } from '../../shared/contract/azimuth.ts';
import { Dashboard } from '../../shared/contract/power-bi.ts';
import type { Bench } from './bench.ts';
import { engineStatistics } from './engine-statistics.ts';
import { authorToken, openSampleStack, restart, type SampleStack, timedGet } from './sample-stack.ts';
import { quantile } from './statistics.ts';

const WARM = 100;
const TILES = 12;

/** A dashboard of twelve tiles whose results are cached: how fast its data comes, and that no query runs for it. */
export const dashboard: Bench = async (context) => {
  const sample = await openSampleStack(context);
  const { stack, author } = sample;
  const url = await pinTwelve(sample);
  const token = await authorToken(stack.wellKnown);
  const before = await engineStatistics(stack);
  const fillMs = await timedGet(url, token);
  const filled = await engineStatistics(stack);
  await demandAnswers(sample, url);
  context.say(`${WARM} times the cached dashboard`);
  const warm: number[] = [];
  for (let index = 0; index < WARM; index += 1) warm.push(await timedGet(url, token));
  const after = await engineStatistics(stack);

  const again = await restart(context, stack);
  const fresh = await authorToken(again.wellKnown);
  const coldMs = await timedGet(url, fresh);
  const cold = await engineStatistics(again);
  await demandAnswers({ ...sample, author }, url);
  return [
    { what: 'cached dashboard of 12 tiles, p50', figure: quantile(warm, 0.5), unit: 'ms', note: `${WARM} requests` },
    { what: 'cached dashboard of 12 tiles, p95', figure: quantile(warm, 0.95), unit: 'ms', limit: 300 },
    { what: 'queries run for them', figure: after.queries - filled.queries, unit: 'queries', limit: 0 },
    { what: 'the same, first request after a restart', figure: coldMs, unit: 'ms', note: 'results from Blob' },
    { what: 'queries run for it', figure: cold.queries, unit: 'queries', limit: 0 },
    { what: 'first request ever, nothing cached', figure: fillMs, unit: 'ms', note: 'fills the tile cache' },
    { what: 'queries run for it', figure: filled.queries - before.queries, unit: 'queries' },
  ];
};

/** Makes a dashboard by HTTP, pins twelve visuals of the sample report, and gives the address of its data. */
async function pinTwelve({ author, workspaceId, reportId }: SampleStack): Promise<string> {
  const { apiBase, azimuthBase } = author.start;
  const made = await author.call('POST', `${apiBase}/groups/${workspaceId}/dashboards`, Dashboard, { name: 'Bench' });
  const address = `${azimuthBase}/dashboards/${made.id}`;
  for (const { pageName, visualName } of RETAIL_DASHBOARD.slice(0, TILES)) {
    await author.call('POST', `${address}/tiles`, DashboardTile, { reportId, pageName, visualName });
  }
  return `${address}/data`;
}

/** A fast answer counts only where it holds what was asked. */
async function demandAnswers({ author }: SampleStack, url: string): Promise<void> {
  const { tiles } = await author.call('GET', url, DashboardData);
  const answered = Object.values(tiles).filter((tile) => tile.kind === 'data' && tile.answer.rowCount > 0);
  if (answered.length !== TILES) throw new Error(`${answered.length} of ${TILES} tiles have an answer.`);
}

import { Agent } from 'node:http';
import { join } from 'node:path';
import { readStart } from '../../dev/samples/api-client.ts';
import { provisionSamples } from '../../dev/samples/provision-samples.ts';
import { type Stack, startStack } from '../../dev/stack/start-stack.ts';
import { ReportDetail } from '../../shared/contract/azimuth.ts';
import { Group, listOf, Report } from '../../shared/contract/power-bi.ts';
import { API, accessToken, createClient, OURS } from '../integration/client.ts';
import type { BenchContext } from './bench.ts';
import type { Asked } from './edge-client.ts';
import type { Noise } from './edge-noise.ts';

const QUIET = 'author@contoso.example';
const NOISY = 'admin@fabrikam.example';

/** Two tenants that share every process: what the one reads, and what the other calls. */
export type Neighbours = {
  readonly quiet: readonly Asked[];
  readonly noise: Pick<Noise, 'port' | 'path' | 'token'>;
};

/** A stack in which each person and each tenant may call so often a minute, with the sample content. */
async function limitedStack(context: BenchContext, perMinute: number): Promise<Stack> {
  context.say('a stack with small limits');
  const limit = String(perMinute);
  const settings = { AZIMUTH_USER_LIMIT: limit, AZIMUTH_TENANT_LIMIT: limit };
  const stack = await startStack({ home: join(context.folder, 'limited'), port: 0, roles: 'processes', settings });
  context.atEnd(() => stack.stop());
  await provisionSamples({ wellKnown: stack.wellKnown, home: stack.home });
  return stack;
}

/** Starts a stack with this limit, and says how its two tenants call. */
export async function openNeighbours(context: BenchContext, perMinute: number): Promise<Neighbours> {
  const stack = await limitedStack(context, perMinute);
  const start = await readStart(stack.wellKnown);
  const token = await accessToken(start, QUIET);
  const author = createClient(stack.url, QUIET, token);
  const { value: groups } = await author.call(listOf(Group), 'GET', `${API}/groups`);
  const group = groups.find(({ name }) => name === 'Retail sample');
  const { value: reports } = await author.call(listOf(Report), 'GET', `${API}/groups/${group?.id}/reports`);
  const report = await author.call(ReportDetail, 'GET', `${OURS}/reports/${reports[0]?.id}`);
  const page = `${OURS}/reports/${report.id}/pages/${report.definition.pages[0]?.name}/data`;
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  context.atEnd(async () => agent.destroy());
  const port = stack.ports.public;
  const body = Buffer.from(JSON.stringify({ interactions: [] }));
  const authorization = `Bearer ${token}`;
  const posting = { authorization, 'content-type': 'application/json', 'content-length': String(body.length) };
  return {
    quiet: [
      { port, path: page, agent, method: 'POST', headers: posting, body },
      { port, path: `${API}/groups`, agent, headers: { authorization } },
    ],
    noise: {
      port,
      path: `${API}/groups`,
      token: await accessToken(start, NOISY),
    },
  };
}

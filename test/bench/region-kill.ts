import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readStart } from '../../dev/samples/api-client.ts';
import { provisionSamples } from '../../dev/samples/provision-samples.ts';
import { type Stack, startStack } from '../../dev/stack/start-stack.ts';
import { API, accessToken, type Client, createClient, OURS } from '../integration/client.ts';
import { inFlight, type Outcome, startLoad } from '../integration/steady-load.ts';
import type { Bench, BenchContext, Row } from './bench.ts';

const READS_PER_SECOND = 50;
const WRITES_PER_SECOND = 4;
const BEFORE_MS = 3000;
const LOST_MS = 6000;
const AFTER_MS = 4000;
/** The edge and the Gateways probe each second; two failed probes of four are too many. */
const PROBE_WINDOW_MS = 4000;
const USERS = ['admin@contoso.example', 'author@contoso.example'];

/** What the loss of a region costs under load: all roles of the first are killed, and later started again. */
export const regionKill: Bench = async (context) => {
  const stack = await twoRegions(context);
  const [first] = stack.regions;
  const [admin, author] = await clientsOf(stack);
  if (first === undefined || admin === undefined || author === undefined) throw new Error('The stack is not complete.');
  context.say(`a region is killed under ${READS_PER_SECOND} reads and ${WRITES_PER_SECOND} changes a second`);
  const load = startLoad({
    reads: [
      { by: admin, method: 'GET', path: `${API}/groups` },
      { by: author, method: 'GET', path: `${OURS}/home` },
    ],
    readsPerSecond: READS_PER_SECOND,
    writes: { by: admin, of: (name) => ({ method: 'POST', path: `${API}/groups`, body: { name } }) },
    writesPerSecond: WRITES_PER_SECOND,
  });
  await pause(BEFORE_MS);
  await first.copyNow();
  const killedAt = performance.now();
  await first.kill();
  const goneAt = performance.now();
  await pause(LOST_MS);
  await first.revive();
  const upAt = performance.now();
  await pause(AFTER_MS);
  return rowsOf({ outcomes: await load.stop(), killedAt, goneAt, upAt });
};

type Facts = {
  readonly outcomes: readonly Outcome[];
  readonly killedAt: number;
  readonly goneAt: number;
  readonly upAt: number;
};

function rowsOf({ outcomes, killedAt, goneAt, upAt }: Facts): Row[] {
  const caught = inFlight(outcomes, killedAt, goneAt).length;
  const reads = outcomes.filter(({ kind }) => kind === 'read');
  const writes = outcomes.filter(({ kind }) => kind === 'write');
  const lost = reads.filter(({ status }) => status !== 200);
  const meanwhile = writes.filter(({ endedAt }) => endedAt > killedAt && endedAt < upAt);
  const unsure = meanwhile.filter(({ text, status }) => status === 0 || text.includes('OutcomeUnknown'));
  const after = (all: readonly Outcome[], from: number, isWanted: (one: Outcome) => boolean) =>
    Math.min(...all.filter((one) => one.sentAt >= from && isWanted(one)).map(({ endedAt }) => endedAt)) - from;
  const waits = reads.filter(({ endedAt }) => endedAt > killedAt).map(({ sentAt, endedAt }) => endedAt - sentAt);
  const isReadOnly = ({ text }: Outcome) => text.includes('ServiceReadOnly');
  return [
    {
      what: 'region kill: reads lost',
      figure: lost.length,
      unit: '',
      limit: caught,
      note: `of ${reads.length}; ${caught} in flight`,
    },
    { what: 'region kill: changes whose outcome is not known', figure: unsure.length, unit: '', limit: caught },
    { what: 'region kill: changes refused', figure: meanwhile.length - unsure.length, unit: '', note: 'read-only' },
    {
      what: 'region kill: until a read is answered',
      figure: after(reads, killedAt, ({ status }) => status === 200),
      unit: 'ms',
      limit: PROBE_WINDOW_MS,
      note: 'by the other region',
    },
    { what: 'region kill: longest that a read took', figure: Math.max(...waits), unit: 'ms', limit: PROBE_WINDOW_MS },
    {
      what: 'region kill: until changes are refused as read-only',
      figure: after(writes, killedAt, isReadOnly),
      unit: 'ms',
      limit: PROBE_WINDOW_MS,
      note: 'time to failover',
    },
    {
      what: 'region kill: from roles up to the first change',
      figure: after(writes, upAt, ({ status }) => status === 200),
      unit: 'ms',
      limit: PROBE_WINDOW_MS,
      note: 'time to recovery',
    },
  ];
}

async function twoRegions(context: BenchContext): Promise<Stack> {
  context.say('a stack of two regions');
  const stack = await startStack({ home: join(context.folder, 'regions'), port: 0, roles: 'processes', regions: 2 });
  context.atEnd(() => stack.stop());
  await provisionSamples({ wellKnown: stack.wellKnown, home: stack.home });
  return stack;
}

async function clientsOf(stack: Stack): Promise<readonly Client[]> {
  const start = await readStart(stack.wellKnown);
  const client = async (name: string) => createClient(stack.url, name, await accessToken(start, name));
  return Promise.all(USERS.map(client));
}

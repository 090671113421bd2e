import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Bench, Row } from './bench.ts';
import { atRate } from './edge-client.ts';
import { type Neighbours, openNeighbours } from './edge-neighbours.ts';
import { type Noise, NoiseCounts } from './edge-noise.ts';
import { median, quantile } from './statistics.ts';

const PAIRS = 5;
const SECONDS = 8;
/** So small that two cores can send twenty times as many; the quiet tenant stays below it. */
const LIMIT_PER_MINUTE = 900;
const TIMES = 20;
const QUIET_PER_SECOND = 6;
const CALM_MS = 500;
/** Calls are counted by the minute: its first seconds let all of them through, and the rest none. */
const MINUTE_MS = 60_000;
const SPENDING_SECONDS = 60 / TIMES + 1;
/** Both runs of a pair, and a second for what is not exact. */
const PAIR_MS = 2 * (SECONDS * 1000 + CALM_MS) + 1000;

type Run = { readonly p95: number; readonly median: number; readonly counts: Counts };
type Pair = { readonly off: Run; readonly on: Run };
type Counts = { readonly sent: number; readonly refused: number; readonly failed: number };

/**
 * What a tenant that calls at twenty times its limit costs another one that shares every process with it: while it is
 * refused, which is nearly always, and by itself what the seconds cost in which its limit of the minute is let through.
 */
export const noisyTenant: Bench = async (context) => {
  const neighbours = await openNeighbours(context, LIMIT_PER_MINUTE);
  await run(neighbours, false, 2);
  const pairs: Pair[] = [];
  const spending: Run[] = [];
  let spentIn = Number.NaN;
  for (let pair = 1; pair <= PAIRS; pair += 1) {
    const leftMs = MINUTE_MS - (Date.now() % MINUTE_MS);
    if (leftMs < PAIR_MS + (minute() === spentIn ? 0 : SPENDING_SECONDS * 1000 + CALM_MS)) await pause(leftMs);
    if (minute() !== spentIn) {
      context.say('the noisy tenant uses its limit of this minute up');
      spending.push(await run(neighbours, true, SPENDING_SECONDS));
      spentIn = minute();
    }
    context.say(`another tenant without and beside a noisy one, pair ${pair} of ${PAIRS}`);
    // Whatever changes with time is in both: they take turns at being first.
    const first = await run(neighbours, pair % 2 === 0, SECONDS);
    const second = await run(neighbours, pair % 2 === 1, SECONDS);
    pairs.push(pair % 2 === 0 ? { off: second, on: first } : { off: first, on: second });
  }
  return rowsOf(pairs, spending);
};

function minute(): number {
  return Math.floor(Date.now() / MINUTE_MS);
}

function rowsOf(pairs: readonly Pair[], spending: readonly Run[]): Row[] {
  const ratios = pairs.map(({ off, on }) => on.p95 / off.p95);
  const sum = (of: (counts: Counts) => number) => pairs.reduce((total, { on }) => total + of(on.counts), 0);
  const [sent, refused, failed] = [sum((one) => one.sent), sum((one) => one.refused), sum((one) => one.failed)];
  const perSecond = sent / (PAIRS * SECONDS);
  const limit = LIMIT_PER_MINUTE / 60;
  const all = ratios.map((one) => one.toFixed(2)).join(', ');
  const both = `${QUIET_PER_SECOND} visuals and ${QUIET_PER_SECOND} lists/s`;
  return [
    {
      what: `noisy tenant at ${TIMES}x its limit: p95 of another one, beside it against without`,
      figure: median(ratios),
      unit: 'x',
      limit: 1.25,
      note: `median of ${all}`,
    },
    { what: 'p95 of the other, without', figure: median(pairs.map(({ off }) => off.p95)), unit: 'ms', note: both },
    { what: 'p95 of the other, beside it', figure: median(pairs.map(({ on }) => on.p95)), unit: 'ms' },
    { what: 'median of the other, without', figure: median(pairs.map(({ off }) => off.median)), unit: 'ms' },
    { what: 'median of the other, beside it', figure: median(pairs.map(({ on }) => on.median)), unit: 'ms' },
    {
      what: 'p95 of the other, while the noisy one’s minute is let through',
      figure: median(spending.map(({ p95 }) => p95)),
      unit: 'ms',
      note: `the first ${60 / TIMES} s of each minute; median of ${spending.length}`,
    },
    { what: 'calls of the noisy one', figure: perSecond, unit: '/s', note: `its limit is ${limit}/s` },
    // Less would mean that the machine could not send as much as was to be measured.
    {
      what: 'times its limit that it fell short of',
      figure: Math.max(0, TIMES - perSecond / limit),
      unit: '',
      limit: 1,
    },
    {
      what: 'of them answered 429',
      figure: (100 * refused) / sent,
      unit: '%',
      note: 'its limit of the minute was used up',
    },
    { what: 'of them answered neither 200 nor 429', figure: failed, unit: '', limit: 0 },
  ];
}

async function run({ quiet, noise }: Neighbours, isNoisy: boolean, seconds: number): Promise<Run> {
  const counted = isNoisy
    ? noisy({ ...noise, seconds, perSecond: (TIMES * LIMIT_PER_MINUTE) / 60 })
    : Promise.resolve({ sent: 0, refused: 0, failed: 0 });
  const taken = (await Promise.all(quiet.map((asked) => atRate(asked, QUIET_PER_SECOND, seconds)))).flat();
  const counts = await counted;
  await pause(CALM_MS);
  return { p95: quantile(taken, 0.95), median: median(taken), counts };
}

function noisy(noise: Noise): Promise<Counts> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./edge-noise.ts', import.meta.url), { workerData: noise });
    worker.on('message', (counts) => resolve(NoiseCounts.parse(counts)));
    worker.on('error', reject);
  });
}

import { join } from 'node:path';
import { ROOT } from '../../dev/stack/process-specs.ts';
import type { Bench, Row } from './bench.ts';
import { npmStart } from './npm-start.ts';
import { median } from './statistics.ts';

const RUNS = 3;
const START_LIMIT_MS = 180_000;

/** A second `npm start`: everything is installed and built, and the sample content is there. */
export const start: Bench = async (context) => {
  const home = join(context.folder, 'home');
  const run = () => npmStart(context, { clone: ROOT, home, limitMs: START_LIMIT_MS });
  context.say('the first start of a new home');
  const first = await run();
  await first.stop();
  const seconds: number[] = [];
  let steps: readonly Row[] = [];
  for (let index = 1; index <= RUNS; index += 1) {
    context.say(`second start, ${index} of ${RUNS}`);
    const again = await run();
    await again.stop();
    seconds.push(again.readyMs / 1000);
    steps = stepsOf(again.said);
  }
  const all = seconds.map((one) => one.toFixed(1)).join(', ');
  return [
    {
      what: 'second npm start to the ready line',
      figure: median(seconds),
      unit: 's',
      limit: 10,
      note: `median of ${all}`,
    },
    { what: 'first start of a new home, installed', figure: first.readyMs / 1000, unit: 's', note: 'makes the sample' },
    ...steps,
  ];
};

const STEP = /^ {2}(\S.*?) +(\d+\.\d+) s(?: +\(from +(\d+\.\d+) s on\))?$/;
const BUILT = /Built the (\w+) in (\d+\.\d) s$/;

/** Where the time of a start went, as it prints it: what it built, then the steps of the stack. */
export function stepsOf(said: string): readonly Row[] {
  return said.split('\n').flatMap((line): Row[] => {
    const [, part, building] = BUILT.exec(line) ?? [];
    if (building !== undefined) return [{ what: `  build of the ${part}`, figure: Number(building), unit: 's' }];
    const [, step, figure, from] = STEP.exec(line) ?? [];
    if (figure === undefined) return [];
    const note = from === undefined ? {} : { note: `from ${from} s on` };
    return [{ what: `  ${step}`, figure: Number(figure), unit: 's', ...note }];
  });
}

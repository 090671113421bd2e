import { parseArgs } from 'node:util';
import { LOCAL_GEOGRAPHY, REGION_METHODS, type RegionMethod } from '../stack/region-routing.ts';
import { StackFailure } from '../stack/stack-failure.ts';
import type { StackOptions } from '../stack/start-stack.ts';

/** What stands behind `npm start --`. */
export type StartOptions = Pick<StackOptions, 'regions' | 'method' | 'geography'>;

const USAGE = `Use: npm start [-- --regions 2 [--method ${REGION_METHODS.join('|')}]]`;

/** Reads `--regions 1|2` and `--method …`; anything else is refused with a sentence that says what there is. */
export function readStartOptions(args: readonly string[]): StartOptions {
  const { regions, method } = parsed(args);
  if (regions !== '1' && regions !== '2') throw new StackFailure(`There can be 1 or 2 regions. ${USAGE}`);
  if (method !== undefined && regions === '1') throw new StackFailure(`--method goes with --regions 2. ${USAGE}`);
  if (regions === '1') return { regions: 1 };
  return { regions: 2, method: methodOf(method ?? 'performance'), geography: LOCAL_GEOGRAPHY };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: { regions: { type: 'string', default: '1' }, method: { type: 'string' } },
    }).values;
  } catch (cause) {
    throw new StackFailure(`${cause instanceof Error ? cause.message : 'The arguments cannot be read.'} ${USAGE}`, {
      cause,
    });
  }
}

function methodOf(text: string): RegionMethod {
  const method = REGION_METHODS.find((one) => one === text);
  if (method === undefined) throw new StackFailure(`There is no method "${text}". ${USAGE}`);
  return method;
}

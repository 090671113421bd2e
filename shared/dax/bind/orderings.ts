import type { Ordering } from '../bound.ts';
import { type Call, directionArg, hasArg, isDirection, MANY, scalarArg } from './call.ts';
import type { Env } from './environment.ts';

/** Expressions with a direction after each, from one argument to the end: `[Amount], DESC, T[Name]`. */
export function orderingsFrom(
  call: Call,
  from: number,
  { env, standard }: { readonly env: Env; readonly standard: Ordering['direction'] },
): readonly Ordering[] {
  const orderings: Ordering[] = [];
  for (let index = from; index < call.args.length; index += 1) {
    const by = scalarArg(call, index, env);
    const isGiven = isDirection(call.args[index + 1]);
    orderings.push({ by, direction: directionArg(call, isGiven ? index + 1 : MANY, standard) });
    if (isGiven || (index + 1 < call.args.length && !hasArg(call, index + 1))) index += 1;
  }
  return orderings;
}

import fc from 'fast-check';
import { bindText, isBound } from './ask-naively.ts';
import type { Asker } from './environment.ts';
import { evaluate } from './evaluate.ts';
import { describeCase, type RandomCase, randomCase } from './random-case.ts';
import type { RandomModel } from './random-model.ts';
import { type Rows, sameRows } from './same-rows.ts';
import { isDaxError, isNotCovered } from './value.ts';

/** What somebody gets for a query: columns are in the order of the query, moments are texts without a zone. */
export type EngineReply =
  | { readonly kind: 'rows'; readonly rows: Rows }
  /** The query stopped with an error of DAX. */
  | { readonly kind: 'failed' }
  /** It stopped with something that is no error of DAX; never right. */
  | { readonly kind: 'broken'; readonly why: string }
  /** The engine says that it cannot do this; the case counts as left out. */
  | { readonly kind: 'notSupported'; readonly why: string };

/** An engine with a model loaded: moments of `data` are days since 1899-12-30, null is blank. */
export type OpenEngine = (model: RandomModel) => Promise<{
  readonly ask: (dax: string, asker: Asker) => Promise<EngineReply>;
  readonly close: () => Promise<void>;
}>;

export type Comparison = { readonly compared: number; readonly leftOut: readonly string[] };

/**
 * Asks an engine random queries over random models and compares it with the naive evaluator. Throws with the smallest
 * case in which they differ, model and rows included; otherwise says how many cases were compared and which were not.
 */
export async function compareEngine(
  open: OpenEngine,
  options: { readonly runs: number; readonly seed?: number },
): Promise<Comparison> {
  let compared = 0;
  const leftOut: string[] = [];
  const property = fc.asyncProperty(randomCase(), async (each) => {
    const difference = await differenceOf(open, each);
    if (difference.kind === 'same') compared += 1;
    else if (difference.kind === 'leftOut') leftOut.push(difference.why);
    return difference.kind !== 'differs';
  });
  const { runs, seed } = options;
  const result = await fc.check(property, { numRuns: runs, ...(seed === undefined ? {} : { seed }) });
  const [smallest] = result.counterexample ?? [];
  if (smallest === undefined) return { compared, leftOut };
  const { text } = await differenceOf(open, smallest);
  throw new Error(`seed ${result.seed}\n${describeCase(smallest)}\n${text}`, { cause: result.errorInstance });
}

type Difference = { readonly kind: 'same' | 'differs' | 'leftOut'; readonly why: string; readonly text: string };

async function differenceOf(open: OpenEngine, each: RandomCase): Promise<Difference> {
  const expected = naiveReply(each);
  const actual = expected.kind === 'notSupported' ? expected : await ask(open, each);
  const text = `expected ${shown(expected)}\n     got ${shown(actual)}`;
  if (actual.kind === 'notSupported') return { kind: 'leftOut', why: actual.why, text };
  return { kind: isSameReply(expected, actual) ? 'same' : 'differs', why: '', text };
}

async function ask(open: OpenEngine, { dax, asker, ...model }: RandomCase): Promise<EngineReply> {
  const engine = await open(model);
  try {
    return await engine.ask(dax, asker);
  } catch (error) {
    return { kind: 'broken', why: String(error) };
  } finally {
    await engine.close();
  }
}

/** The answer of the naive evaluator to a case. */
export function naiveReply({ model, data, dax, asker }: RandomCase): EngineReply {
  const bound = bindText(model, dax, asker);
  if (!isBound(bound)) throw new Error(`${dax}\ndoes not bind: ${bound.map(({ message }) => message).join(' ')}`);
  try {
    const [answer] = evaluate(model, data, bound, asker);
    return { kind: 'rows', rows: answer?.rows ?? [] };
  } catch (error) {
    if (isDaxError(error)) return { kind: 'failed' };
    if (!(error instanceof Error) || !isNotCovered(error)) throw error;
    return { kind: 'notSupported', why: error.message };
  }
}

function isSameReply(left: EngineReply, right: EngineReply): boolean {
  if (left.kind !== 'rows' || right.kind !== 'rows') return left.kind === right.kind && right.kind !== 'broken';
  return sameRows(left.rows, right.rows);
}

function shown(reply: EngineReply): string {
  if (reply.kind === 'rows') return reply.rows.map((row) => JSON.stringify(row)).join('\n         ');
  return 'why' in reply ? `${reply.kind}: ${reply.why}` : reply.kind;
}

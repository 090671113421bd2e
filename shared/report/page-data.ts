import { Fault, isFault } from '../domain/faults.ts';
import type { ReportGrant } from '../domain/grants.ts';
import type { Caller } from '../domain/principal.ts';
import { type Asked, ask } from '../engine/ask.ts';
import { fewAtOnce } from '../engine/few-at-once.ts';
import type { QueryEngine } from '../engine/query-engine.ts';
import type { Filter } from '../query/question.ts';
import { type OpenDeps, readReport } from './open-report.ts';
import type { Visual } from './report.ts';
import { visualQuestion } from './visual-question.ts';

/** What is picked in one visual; it narrows every visual but the one it was picked in. */
export type Interaction = { readonly source: string; readonly filters: readonly Filter[] };

export type VisualOutcome = Pick<Asked, 'answer' | 'asOf'> | { readonly fault: Fault };

/** Asks the questions of a page's visuals, all or the named ones. A visual that cannot be answered spoils no other. */
export async function pageData(
  deps: OpenDeps & { readonly engine: QueryEngine },
  caller: Caller,
  grant: ReportGrant,
  pageName: string,
  interactions: readonly Interaction[],
  only: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, VisualOutcome>> {
  const { report, model, read } = await readReport(deps, caller, grant, (opened) => opened);
  const page = report.pages.find((candidate) => candidate.name === pageName);
  if (page === undefined) throw new Fault('not-found', { what: 'page' });
  const wanted = page.visuals.filter((visual) => only === undefined || only.includes(visual.name));
  const outcome = async (visual: Visual): Promise<VisualOutcome> => {
    const filters = interactions.filter(({ source }) => source !== visual.name).flatMap((picked) => picked.filters);
    return ask(deps.engine, read, model, visualQuestion(visual, filters), signal).catch(asOutcome);
  };
  return new Map(await fewAtOnce(wanted, async (visual) => [visual.name, await outcome(visual)] as const));
}

/** A refusal becomes that visual's outcome; anything else is a bug and ends the request. */
export function asOutcome(thrown: unknown): { readonly fault: Fault } {
  if (isFault(thrown)) return { fault: thrown };
  throw thrown;
}

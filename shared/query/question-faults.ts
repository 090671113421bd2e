import { Fault, type FaultDetail } from '../domain/faults.ts';

/** What a question can be refused for. Refusals are collected, so that a person sees all of them at once. */
export type QuestionFault = Fault<'field-unknown'> | Fault<'question-invalid'>;

/** Collects refusals while a question is read. */
export type FaultList = {
  readonly invalid: (what: string) => undefined;
  readonly unknown: (detail: FaultDetail['field-unknown']) => undefined;
  readonly faults: () => readonly QuestionFault[];
};

export function collectFaults(): FaultList {
  const faults: QuestionFault[] = [];
  return {
    invalid: (what) => {
      faults.push(new Fault('question-invalid', { what }));
      return undefined;
    },
    unknown: ({ field, near }) => {
      faults.push(new Fault('field-unknown', { field, ...(near === undefined ? {} : { near }) }));
      return undefined;
    },
    faults: () => [...faults],
  };
}

/** One fault as it is; several as one `question-invalid` that says all of them, each sentence once. */
export function joinFaults(faults: readonly QuestionFault[]): QuestionFault {
  const [first, ...others] = faults;
  if (first === undefined) throw new Error('There is no fault to join.');
  if (others.length === 0) return first;
  const sentences = [...new Set(faults.map(sentenceOf))];
  const shown = sentences.slice(0, MOST_SHOWN);
  const more = sentences.length - shown.length;
  const what = more === 0 ? shown.join(' ') : `${shown.join(' ')} And ${more} more.`;
  return new Fault('question-invalid', { what }, { cause: new AggregateError(faults) });
}

const MOST_SHOWN = 10;

function sentenceOf(fault: QuestionFault): string {
  if ('what' in fault.detail) return fault.detail.what;
  const { field, near } = fault.detail;
  return near === undefined ? `There is no field ${field}.` : `There is no field ${field}; did you mean ${near}?`;
}

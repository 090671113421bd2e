import type { DateGrain, Selection } from '../query/question.ts';
import type { Field } from './first-report-fields.ts';
import { capitalised, manyOf, spokenName } from './report-words.ts';

const LONGEST_LABEL = 90;

/** What a number is shown as: summed or averaged as its column says, or the count of rows. */
export type Shown =
  | { readonly kind: 'number'; readonly field: Field }
  | { readonly kind: 'rows'; readonly table: string };

export function groupBy(field: Field, grain?: DateGrain): Selection {
  const group = { kind: 'group', field: refOf(field), as: label(capitalised(spokenName(field.column.name))) } as const;
  return grain === undefined ? group : { ...group, grain };
}

/** The selection that computes what is shown. */
export function measured(shown: Shown): Selection {
  if (shown.kind === 'rows') return { kind: 'rows', table: shown.table, as: 'Rows' };
  const aggregation = isAverage(shown) ? 'average' : 'sum';
  return { kind: 'aggregate', field: refOf(shown.field), aggregation, as: label(capitalised(nameOf(shown))) };
}

export function boundOf(field: Field, aggregation: 'min' | 'max' | 'distinctCount'): Selection {
  const spoken = spokenName(field.column.name);
  const words = { min: `earliest ${spoken}`, max: `latest ${spoken}`, distinctCount: `different ${manyOf(spoken)}` };
  return { kind: 'aggregate', field: refOf(field), aggregation, as: label(capitalised(words[aggregation])) };
}

/** "average delay", "sales", "number of rows" within a sentence. */
export function nameOf(shown: Shown): string {
  if (shown.kind === 'rows') return 'number of rows';
  const spoken = spokenName(shown.field.column.name);
  if (isAverage(shown)) return /^(average|mean|median)\b/.test(spoken) ? spoken : `average ${spoken}`;
  return /^(total|sum|number)\b/.test(spoken) ? spoken : spoken === 'count' ? 'total count' : spoken;
}

/** As above, where it stands alone: "total sales". */
export function totalOf(shown: Shown): string {
  const name = nameOf(shown);
  return shown.kind === 'rows' || isAverage(shown) || /\b(total|sum|number)\b/.test(name) ? name : `total ${name}`;
}

export function isAverage(shown: Shown): boolean {
  return shown.kind === 'number' && shown.field.column.summarizeBy === 'average';
}

/** Selections whose names are unique: a second one of a name gets a number. */
export function distinctly(
  selections: readonly Selection[],
  taken: ReadonlySet<string> = new Set(),
): readonly Selection[] {
  const used = new Set(taken);
  return selections.map((selection) => {
    let as = selection.as;
    for (let copy = 2; used.has(as.toLowerCase()); copy += 1) as = `${selection.as} ${copy}`;
    used.add(as.toLowerCase());
    return { ...selection, as };
  });
}

function refOf({ table, column }: Field): { readonly table: string; readonly field: string } {
  return { table, field: column.name };
}

function label(text: string): string {
  return text.length > LONGEST_LABEL ? `${text.slice(0, LONGEST_LABEL - 1)}…` : text;
}

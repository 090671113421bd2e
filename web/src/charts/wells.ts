import type { Answer, AnswerColumn, Filter, Scalar, Selection } from '../../../shared/query/question.ts';
import { formatNumber } from '../format/format-number.ts';
import { formatValue, type ValueFormat } from '../format/format-value.ts';
import { oneLine } from './escape-text.ts';

type Grouping = Extract<Selection, { kind: 'group' }>;

/** A well's selection together with its column of the answer. */
export type Field = {
  readonly selection: Selection;
  readonly column: AnswerColumn;
  /** What it is called on axes, legends and in tables. */
  readonly label: string;
  readonly format: ValueFormat;
};

/** The answer's columns in the order of the given well; what the answer lacks is left out. */
export function fieldsOf(well: readonly Selection[], answer: Answer): readonly Field[] {
  return well.flatMap((selection) => {
    const column = answer.columns.find((one) => one.name === selection.as);
    if (column === undefined) return [];
    const grain = selection.kind === 'group' ? selection.grain : undefined;
    const format = {
      dataType: column.dataType,
      formatString: column.formatString,
      grain,
      isLabel: selection.kind === 'group',
    };
    return [{ selection, column, label: oneLine(selection.as), format }];
  });
}

/** A cell as the one line of text that is drawn for it. */
export function textOf(field: Field, value: Scalar): string {
  return oneLine(formatValue(value, field.format));
}

/** A cell as a number to draw; undefined for a blank or a text. */
export function numberOf(value: Scalar | undefined): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

export function numberText(field: Field, value: number): string {
  return formatNumber(value, field.column.formatString);
}

/** The filter that picks exactly this value of a grouped column; undefined for what is not grouped. */
export function pickFilter(field: Field | undefined, value: Scalar): Filter | undefined {
  if (field === undefined || field.selection.kind !== 'group') return undefined;
  const group: Grouping = field.selection;
  const grain = group.grain === undefined ? {} : { grain: group.grain };
  return { kind: 'in', field: group.field, ...grain, values: [value] };
}

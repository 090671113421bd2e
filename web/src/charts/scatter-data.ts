import type { Answer, Scalar } from '../../../shared/query/question.ts';
import type { Visual } from '../../../shared/report/report.ts';
import type { Mark } from './chart-data.ts';
import { type Field, fieldsOf, numberOf, numberText, pickFilter, textOf } from './wells.ts';

export type Dot = {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly size: number | undefined;
  readonly group: number;
};

/** What a scatter chart draws: one dot for each row that has both numbers. */
export type ScatterData = {
  readonly x: Field | undefined;
  readonly y: Field | undefined;
  readonly size: Field | undefined;
  readonly groups: readonly string[];
  readonly dots: readonly Dot[];
  readonly marks: readonly Mark[];
};

type Fields = {
  readonly category: Field | undefined;
  readonly split: Field | undefined;
  readonly x: Field | undefined;
  readonly y: Field | undefined;
  readonly size: Field | undefined;
};

/** The dot of one row, and its mark; undefined where a number is missing. */
function dotOf(fields: Fields, groups: readonly Scalar[], row: number) {
  const { category, split, x, y, size } = fields;
  const [atX, atY] = [numberOf(x?.column.values[row]), numberOf(y?.column.values[row])];
  if (atX === undefined || atY === undefined || x === undefined || y === undefined) return undefined;
  const key = category?.column.values[row] ?? null;
  const name = category === undefined ? '' : textOf(category, key);
  const group = split === undefined ? 0 : groups.indexOf(split.column.values[row] ?? null);
  const pick = pickFilter(category, key);
  const label = `${name === '' ? '' : `${name}: `}${x.label} ${numberText(x, atX)}, ${y.label} ${numberText(y, atY)}`;
  const dot: Dot = { name, x: atX, y: atY, size: numberOf(size?.column.values[row]), group };
  return { dot, mark: { series: 0, value: atY, label, filters: pick === undefined ? [] : [pick] } };
}

export function scatterData(visual: Visual, answer: Answer): ScatterData {
  const category = fieldsOf(visual.wells.category, answer)[0];
  const split = fieldsOf(visual.wells.series, answer)[0];
  const [x, y, size] = fieldsOf(visual.wells.values, answer);
  const keys: Scalar[] = split === undefined ? [] : [...new Set(split.column.values)];
  const rows = Array.from({ length: answer.rowCount }, (_, row) => row);
  const drawn = rows.flatMap((row) => dotOf({ category, split, x, y, size }, keys, row) ?? []);
  const dots = drawn.map(({ dot }) => dot);
  const marks = drawn.map(({ mark }, index): Mark => ({ ...mark, category: index }));
  const groups = split === undefined ? [] : keys.map((key) => textOf(split, key));
  return { x, y, size, groups, dots, marks };
}

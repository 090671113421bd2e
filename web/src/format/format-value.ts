import type { AnswerColumn, DateGrain, Scalar } from '../../../shared/query/question.ts';
import { formatDate } from './format-date.ts';
import { formatNumber } from './format-number.ts';

export const BLANK = '(Blank)';

export type ValueFormat = {
  readonly dataType: AnswerColumn['dataType'];
  readonly formatString: string;
  readonly grain?: DateGrain | undefined;
  /** A number that names something (a year, an id) and is not counted: it is not grouped unless its code says so. */
  readonly isLabel?: boolean;
};

/** Any cell as the text a person reads. */
export function formatValue(value: Scalar, format: ValueFormat): string {
  if (value === null || value === '') return BLANK;
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (typeof value === 'number') {
    if (format.isLabel === true && format.formatString === '') return String(value);
    return formatNumber(value, format.formatString);
  }
  if (format.dataType === 'DateTime') return formatDate(value, format.formatString, format.grain);
  const isNumeric = format.dataType === 'Decimal' || format.dataType === 'Int64' || format.dataType === 'Double';
  if (isNumeric && Number.isFinite(Number(value))) return formatNumber(Number(value), format.formatString);
  return value;
}

import type { Filter, Scalar } from '../../../../shared/query/question.ts';
import { formatDate, parseIsoDate } from '../../format/format-date.ts';
import { BLANK } from '../../format/format-value.ts';

const MOST_NAMED = 3;

function valueText(value: Scalar, filter: Filter): string {
  if (value === null || value === '') return BLANK;
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (typeof value === 'string' && 'grain' in filter && filter.grain !== undefined) {
    return formatDate(value, '', filter.grain);
  }
  return typeof value === 'string' && /^\d{4}-\d\d-\d\d(T|$)/.test(value) ? formatDate(value) : String(value);
}

/** A day before which is meant reads as the last day that is in. */
function endText(filter: Extract<Filter, { kind: 'between' }>): string {
  if (filter.to !== undefined) return `to ${valueText(filter.to, filter)}`;
  if (filter.before === undefined) return '';
  const day = typeof filter.before === 'string' ? parseIsoDate(filter.before) : undefined;
  if (day === undefined) return `below ${valueText(filter.before, filter)}`;
  return `to ${formatDate(new Date(day.getTime() - 86_400_000).toISOString().slice(0, 10))}`;
}

function spanText(filter: Extract<Filter, { kind: 'between' }>): string {
  const from = filter.from === undefined ? '' : `from ${valueText(filter.from, filter)}`;
  return [from, endText(filter)].filter((text) => text !== '').join(' ');
}

/** A filter in words: `Origin: Japan, Europe and 2 more`. */
export function filterText(filter: Filter): string {
  const name = filter.field.field;
  if (filter.kind === 'contains') return `${name} contains “${filter.text}”`;
  if (filter.kind === 'between') return `${name}: ${spanText(filter)}`;
  const named = filter.values.slice(0, MOST_NAMED).map((value) => valueText(value, filter));
  const more = filter.values.length - named.length;
  const list = named.join(', ') + (more > 0 ? ` and ${more} more` : '');
  return filter.kind === 'notIn' ? `${name}: not ${list}` : `${name}: ${list}`;
}

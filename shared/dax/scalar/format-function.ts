import type { BoundScalar } from '../bound.ts';
import { convert } from './convert.ts';
import { DATE_LETTERS, formatDate, plainMarks } from './format-date.ts';
import { formatNumber } from './format-number.ts';
import { hasMark, readMarks } from './format-sections.ts';
import { choose } from './logic-functions.ts';
import { type FreshVariable, once, type ScalarFunction } from './scalar-function.ts';
import { type Bound, isNumeric, operation, problem, text } from './scalar-node.ts';

const NUMBER_NAMES: Readonly<Record<string, string>> = {
  currency: '$#,##0.00;($#,##0.00)',
  fixed: '0.00',
  standard: '#,##0.00',
  percent: '0.00%',
  scientific: '0.00E+00',
};

const DATE_NAMES: Readonly<Record<string, string>> = {
  'long date': 'dddd, mmmm d, yyyy',
  'medium date': 'dddd, mmmm d, yyyy',
  'short date': 'm/d/yyyy',
  'long time': 'h:nn:ss AM/PM',
  'medium time': 'hh:nn AM/PM',
  'short time': 'hh:nn',
};

const CHOICE_NAMES: Readonly<Record<string, readonly [string, string]>> = {
  'yes/no': ['Yes', 'No'],
  'true/false': ['True', 'False'],
  'on/off': ['On', 'Off'],
};

const GENERAL = ['', 'general number', 'general date', 'g'];

function bindFormat([value, format, locale]: readonly BoundScalar[], fresh: FreshVariable): Bound {
  if (value === undefined || format === undefined) return problem('FORMAT needs a value and a format.');
  if (!isEnglish(locale)) return problem('FORMAT writes en-US only; leave its third argument out.');
  return once(value, fresh, (known) => formatBy(known, format));
}

function isEnglish(locale: BoundScalar | undefined): boolean {
  if (locale === undefined || locale.kind === 'blank') return true;
  return locale.kind === 'constant' && String(locale.value).toLowerCase() === 'en-us';
}

/** A format that is chosen among known ones moves into the branches of the choice. */
function formatBy(value: BoundScalar, format: BoundScalar): Bound {
  if (format.kind === 'blank') return formatKnown(value, '');
  if (format.kind === 'constant') return formatKnown(value, String(format.value));
  if (format.kind === 'let') {
    const body = formatBy(value, format.body);
    return 'problem' in body ? body : { ...format, type: body.type, body };
  }
  const [condition, whenTrue, whenFalse] = format.kind === 'operation' && format.operation === 'if' ? format.args : [];
  if (condition === undefined || whenTrue === undefined) {
    return problem('FORMAT needs a format that is known when the query is planned.');
  }
  const first = formatBy(value, whenTrue);
  if ('problem' in first) return first;
  const second = whenFalse === undefined ? formatKnown(value, '') : formatBy(value, whenFalse);
  return 'problem' in second ? second : choose(condition, first, second);
}

/** A blank is written as empty text; text as it is. */
function formatKnown(value: BoundScalar, format: string): Bound {
  if (value.kind === 'blank' || value.type === 'Blank') return text('');
  const written = writeKnown(value, format);
  return 'problem' in written ? written : operation('coalesce', 'String', guarded(value, written), text(''));
}

function guarded(value: BoundScalar, written: BoundScalar): BoundScalar {
  if (value.kind === 'constant') return written;
  const isBlank = operation('isBlank', 'Boolean', value);
  return operation('if', 'String', operation('not', 'Boolean', isBlank), written);
}

function writeKnown(value: BoundScalar, format: string): Bound {
  const name = format.toLowerCase();
  if (value.type === 'String' || value.type === 'Variant') return convert(value, 'String');
  const choice = CHOICE_NAMES[name];
  if (choice !== undefined) return choose(convert(value, 'Boolean'), text(choice[0]), text(choice[1]));
  if (value.type === 'Boolean') return convert(value, 'String');
  if (name === 'general date') return convert(convert(value, 'DateTime'), 'String');
  if (GENERAL.includes(name)) return convert(value, 'String');
  const date = DATE_NAMES[name];
  if (date !== undefined) return formatDate(convert(value, 'DateTime'), plainMarks(date));
  const marks = readMarks(NUMBER_NAMES[name] ?? format);
  const isNumber = hasMark(marks, '0#');
  if (!isNumber && hasMark(marks, DATE_LETTERS)) return formatDate(convert(value, 'DateTime'), marks);
  return formatNumber(isNumeric(value.type) ? value : convert(value, 'Double'), marks);
}

export const FORMAT_FUNCTIONS: Readonly<Record<string, ScalarFunction>> = {
  FORMAT: { args: [2, 3], names: ['value', 'format_string', 'locale_name'], bind: bindFormat },
};

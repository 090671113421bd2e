import type { BoundScalar } from '../bound.ts';
import { convert, toNumber } from './convert.ts';
import { define, row, type ScalarFunction } from './scalar-function.ts';
import { type Bound, double, integer, isNumeric, logical, operation, problem } from './scalar-node.ts';

type Kind = 'isNumber' | 'isText' | 'isLogical';

/** Whether the value is of a kind: known from its type, but for blanks and Variant. */
function isOfKind(name: Kind, value: BoundScalar): BoundScalar {
  if (value.type === 'Variant') return operation(name, 'Boolean', value);
  if (value.type === 'Blank' || !isTypeOfKind(name, value)) return logical(false);
  return operation('not', 'Boolean', operation('isBlank', 'Boolean', value));
}

function isTypeOfKind(name: Kind, { type }: BoundScalar): boolean {
  if (name === 'isNumber') return isNumeric(type) || type === 'DateTime';
  return type === (name === 'isText' ? 'String' : 'Boolean');
}

const kind = (name: Kind): ScalarFunction =>
  define([['value', 'value']], ([value]) =>
    value === undefined ? problem('A value is needed.') : isOfKind(name, value),
  );

/** A whole number is even or odd by its part before the point. */
function parity(rest: 0 | 1): ScalarFunction {
  return define([['number', 'value']], ([value]): Bound => {
    if (value === undefined) return problem('A number is needed.');
    const whole = operation('truncateToInteger', 'Int64', toNumber(value));
    const remainder = operation('modulo', 'Int64', whole, integer(2));
    return operation('equal', 'Boolean', remainder, integer(rest));
  });
}

const caller = (what: 'name' | 'objectId' | 'customData' | 'culture'): ScalarFunction => ({
  args: [0, 0],
  names: [],
  bind: () => ({ kind: 'caller', type: 'String', what }),
});

/** What a value is, and who asks. */
export const INFORMATION_FUNCTIONS: Readonly<Record<string, ScalarFunction>> = {
  ISBLANK: row('isBlank', 'Boolean', [['value', 'value']]),
  ISNUMBER: kind('isNumber'),
  ISTEXT: kind('isText'),
  ISLOGICAL: kind('isLogical'),
  ISNONTEXT: define([['value', 'value']], ([value]) =>
    value === undefined ? problem('A value is needed.') : operation('not', 'Boolean', isOfKind('isText', value)),
  ),
  ISEVEN: parity(0),
  ISODD: parity(1),
  USERNAME: caller('name'),
  USERPRINCIPALNAME: caller('name'),
  USEROBJECTID: caller('objectId'),
  CUSTOMDATA: caller('customData'),
  USERCULTURE: caller('culture'),
};

const TYPES = {
  BOOLEAN: 'Boolean',
  LOGICAL: 'Boolean',
  CURRENCY: 'Decimal',
  DECIMAL: 'Decimal',
  DATETIME: 'DateTime',
  DOUBLE: 'Double',
  INTEGER: 'Int64',
  INT64: 'Int64',
  STRING: 'String',
  TEXT: 'String',
} as const;

function isTypeWord(word: unknown): word is keyof typeof TYPES {
  return typeof word === 'string' && Object.hasOwn(TYPES, word);
}

/** Conversions that are written out. */
export const CONVERSION_FUNCTIONS: Readonly<Record<string, ScalarFunction>> = {
  CURRENCY: define([['value', 'value']], ([value]) =>
    value === undefined ? problem('CURRENCY needs a value.') : convert(value, 'Decimal'),
  ),
  CONVERT: {
    args: [2, 2],
    names: ['expression', 'datatype'],
    words: { 1: Object.keys(TYPES) },
    bind: ([value, word]) => {
      const name = word?.kind === 'constant' ? word.value : undefined;
      if (value === undefined || !isTypeWord(name)) {
        return problem(`CONVERT needs one of the types ${Object.keys(TYPES).join(', ')}.`);
      }
      return convert(value, TYPES[name]);
    },
  },
  // Rounded, with thousands grouped unless told otherwise.
  FIXED: define(
    [
      ['number', 'number'],
      ['decimals', 'Int64', 2],
      ['no_commas', 'Boolean', false],
    ],
    ([number, decimals, plain]) => {
      if (number === undefined || decimals === undefined || plain === undefined)
        return problem('FIXED needs a number.');
      const rounded = operation('round', 'Double', convert(number, 'Double'), decimals);
      const places = operation('greatest', 'Int64', decimals, integer(0));
      const grouped = operation('not', 'Boolean', plain);
      const digits = operation('digits', 'String', rounded, integer(1), places, places, grouped);
      const isNegative = operation('strictLess', 'Boolean', rounded, double(0));
      const sign = operation('if', 'String', isNegative, { kind: 'constant', type: 'String', value: '-' });
      return operation('concatenate', 'String', sign, digits);
    },
  ),
};

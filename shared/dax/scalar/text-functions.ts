import type { BoundScalar } from '../bound.ts';
import type { OperationName } from '../operations.ts';
import { convert } from './convert.ts';
import { define, type Parameter, row, type ScalarFunction } from './scalar-function.ts';
import { blank, operation, problem, text } from './scalar-node.ts';

const WHOLE: Parameter = ['text', 'String'];

const ofText = (name: OperationName) => row(name, 'String', [WHOLE]);

const slice = (name: OperationName) => row(name, 'String', [WHOLE, ['num_chars', 'Int64', 1]]);

/** FIND and SEARCH: without a fourth argument a text that is not found is an error. */
function position(name: 'find' | 'search'): ScalarFunction {
  return {
    args: [2, 4],
    names: ['find_text', 'within_text', 'start_num', 'NotFoundValue'],
    bind: (args) => {
      const [needle, within, start, otherwise] = args;
      if (needle === undefined || within === undefined) return problem('Two texts are needed.');
      const from: BoundScalar =
        start === undefined || start.kind === 'blank'
          ? { kind: 'constant', type: 'Int64', value: 1 }
          : convert(start, 'Int64');
      const found = operation(name, 'Int64', convert(needle, 'String'), convert(within, 'String'), from);
      if (otherwise?.kind === 'blank') return found;
      const missing =
        otherwise === undefined
          ? operation('error', 'Int64', text('The search text was not found in the given text.'))
          : convert(otherwise, 'Int64');
      return operation('coalesce', 'Int64', found, missing);
    },
  };
}

const contains = (name: OperationName) =>
  row(name, 'Boolean', [
    ['within_text', 'String'],
    ['find_text', 'String'],
  ]);

const SUBSTITUTE: readonly Parameter[] = [WHOLE, ['old_text', 'String'], ['new_text', 'String']];

/** Functions of text. */
export const TEXT_FUNCTIONS: Readonly<Record<string, ScalarFunction>> = {
  LEN: row('length', 'Int64', [WHOLE]),
  LEFT: slice('left'),
  RIGHT: slice('right'),
  MID: row('middle', 'String', [WHOLE, ['start_num', 'Int64'], ['num_chars', 'Int64']]),
  LOWER: ofText('lower'),
  UPPER: ofText('upper'),
  TRIM: ofText('trim'),
  REPT: row('repeat', 'String', [WHOLE, ['num_times', 'truncated']]),
  REPLACE: row('replaceAt', 'String', [
    ['old_text', 'String'],
    ['start_num', 'Int64'],
    ['num_chars', 'Int64'],
    ['new_text', 'String'],
  ]),
  SUBSTITUTE: {
    args: [3, 4],
    names: ['text', 'old_text', 'new_text', 'instance_num'],
    bind: (args, fresh) => {
      if (args[3] === undefined || args[3].kind === 'blank')
        return row('substitute', 'String', SUBSTITUTE).bind(args, fresh);
      return row('substituteOne', 'String', [...SUBSTITUTE, ['instance_num', 'Int64']]).bind(args, fresh);
    },
  },
  FIND: position('find'),
  SEARCH: position('search'),
  CONTAINSSTRING: contains('containsText'),
  CONTAINSSTRINGEXACT: contains('containsTextExact'),
  EXACT: row('exact', 'Boolean', [
    ['text1', 'String'],
    ['text2', 'String'],
  ]),
  CONCATENATE: row('concatenate', 'String', [
    ['text1', 'String'],
    ['text2', 'String'],
  ]),
  COMBINEVALUES: {
    args: [3, 255],
    names: ['delimiter', 'expression'],
    bind: ([delimiter, ...values]) => {
      if (delimiter === undefined) return problem('COMBINEVALUES needs a delimiter.');
      const between = convert(delimiter, 'String');
      const pieces = values.flatMap((value, index) => [
        ...(index === 0 ? [] : [between]),
        convert(value.kind === 'blank' ? blank('String') : value, 'String'),
      ]);
      return operation('concatenate', 'String', ...pieces);
    },
  },
  UNICHAR: row('character', 'String', [['number', 'Int64']]),
  UNICODE: row('codePoint', 'Int64', [WHOLE]),
  VALUE: define([['text', 'value']], ([value]) => {
    if (value === undefined) return problem('VALUE needs a text.');
    return value.type === 'String' ? operation('parseValue', 'Double', value) : convert(value, 'Double');
  }),
};

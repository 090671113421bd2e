import type { OperationName } from '../operations.ts';
import { convert } from './convert.ts';
import { row, type ScalarFunction } from './scalar-function.ts';
import { operation, problem } from './scalar-node.ts';

/** The item as text (TEXT or 0), or as a whole number (INTEGER or 1). */
function item(name: OperationName): ScalarFunction {
  return {
    args: [2, 3],
    names: ['path', 'position', 'type'],
    words: { 2: ['TEXT', 'INTEGER'] },
    bind: ([path, position, type]) => {
      if (path === undefined || position === undefined) return problem('A path and a position are needed.');
      const found = operation(name, 'String', convert(path, 'String'), convert(position, 'Int64'));
      if (type === undefined || type.kind === 'blank') return found;
      const word = type.kind === 'constant' ? type.value : undefined;
      if (word === 'TEXT' || word === 0) return found;
      if (word === 'INTEGER' || word === 1) return convert(found, 'Int64');
      return problem('The type of a path item is TEXT or INTEGER.');
    },
  };
}

/** What PATH has made: keys between bars. */
export const PATH_FUNCTIONS: Readonly<Record<string, ScalarFunction>> = {
  PATHLENGTH: row('pathLength', 'Int64', [['path', 'String']]),
  PATHITEM: item('pathItem'),
  PATHITEMREVERSE: item('pathItemReverse'),
  PATHCONTAINS: row('pathContains', 'Boolean', [
    ['path', 'String'],
    ['item', 'String'],
  ]),
};

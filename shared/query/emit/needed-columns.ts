import type { Id, Value } from '../relation.ts';

/** The columns that the values are computed from. */
export function columnsIn(values: readonly (Value | undefined)[], into: Set<Id> = new Set()): Set<Id> {
  for (const value of values) if (value !== undefined) collect(value, into);
  return into;
}

function collect(value: Value, into: Set<Id>): void {
  switch (value.kind) {
    case 'column':
      into.add(value.id);
      return;
    case 'constant':
    case 'blank':
    case 'caller':
    case 'moment':
      return;
    case 'operation':
      columnsIn(value.args, into);
      return;
    case 'all':
    case 'any':
      columnsIn(value.parts, into);
      return;
    case 'same':
    case 'compare':
      columnsIn([value.left, value.right], into);
      return;
    case 'isNotTrue':
      collect(value.part, into);
      return;
    case 'onlyOne':
      columnsIn([value.value, value.count], into);
      return;
    case 'isBlank':
    case 'zeroAsBlank':
    case 'blankAsZero':
      collect(value.value, into);
      return;
  }
}

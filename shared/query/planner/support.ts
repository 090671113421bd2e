import { factsOf } from '../../dax/operations.ts';
import type { Id, Value } from '../relation.ts';

/**
 * Columns without which the value is blank for certain: where all of them are blank, so is the value. `undefined`
 * where no such columns are known. Of several sets the one is taken that adds least to `already`.
 */
export function supportOf(
  value: Value,
  definitions: ReadonlyMap<Id, Value>,
  already: ReadonlySet<Id> = new Set(),
): ReadonlySet<Id> | undefined {
  const of = (part: Value) => supportOf(part, definitions, already);
  switch (value.kind) {
    case 'column': {
      const definition = definitions.get(value.id);
      return definition === undefined ? new Set([value.id]) : of(definition);
    }
    case 'blank':
      return new Set();
    case 'zeroAsBlank':
    case 'onlyOne':
      return of(value.value);
    case 'operation':
      return ofOperation(value, of, already);
    default:
      return undefined;
  }
}

type Operation = Extract<Value, { kind: 'operation' }>;
type Support = ReadonlySet<Id> | undefined;

function ofOperation({ operation, args }: Operation, of: (part: Value) => Support, already: ReadonlySet<Id>): Support {
  const { blank } = factsOf(operation);
  // DIVIDE has another result than a blank for a blank only where it is told one.
  switch (operation === 'safeDivide' && args.length === 2 ? 'first' : blank) {
    case 'any':
      return least(args.map(of), already);
    case 'first':
      return args[0] === undefined ? undefined : of(args[0]);
    case 'all':
      return together(args.map(of));
    case 'branches':
      return together([args[1], args[2]].flatMap((part) => (part === undefined ? [] : [of(part)])));
    case 'never':
      return undefined;
  }
}

function together(parts: readonly Support[]): Support {
  const all = new Set<Id>();
  for (const part of parts) {
    if (part === undefined) return undefined;
    for (const id of part) all.add(id);
  }
  return all;
}

function least(parts: readonly Support[], already: ReadonlySet<Id>): Support {
  let best: Support;
  for (const part of parts) {
    if (part !== undefined && (best === undefined || added(part, already) < added(best, already))) best = part;
  }
  return best;
}

const added = (part: ReadonlySet<Id>, already: ReadonlySet<Id>): number =>
  [...part].filter((id) => !already.has(id)).length;

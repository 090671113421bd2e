import fc from 'fast-check';
import type { BinaryOperator, Expression } from '../../shared/dax/syntax.ts';

const span = { start: 0, end: 0 };
const identifier = (name: string) => ({ name, span });

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom('', '"', '""', 'a"b', "O'Brien", '[x]]', 'two\r\nlines', '-- no', '/* no */', '; DROP', '\ufeff'),
);
/** A name in quotes or brackets: anything that is not empty. */
const anyName = fc.oneof(
  anyText.filter((text) => text.trim() !== ''),
  fc.constantFrom('Sales', 'Order', 'Return', 'true', 'VAR', 'a b', "'", ']', ']]', "''", '1a', 'Größe', 'a.b'),
);
const word = fc.constantFrom(
  'Sales',
  'x',
  '__DS0Core',
  'Größe',
  '売上',
  'Order',
  'start',
  'Measure',
  'DAY',
  'a.b',
  'dt',
);
const functionName = fc.constantFrom('SUM', 'PERCENTILE.INC', 'IF', 'TRUE', 'ORDER', 'TABLE', 'INFO.VIEW.TABLES');
const number = fc.constantFrom('0', '1', '007', '1.5', '.5', '1.', '1e3', '2.5E-10', '99999999999999999999');
const operator = fc.constantFrom<BinaryOperator>(
  ...(['+', '-', '*', '/', '^', '&', '=', '==', '<>', '<', '<=', '>', '>=', '&&', '||', 'IN'] as const),
);

const leaf: fc.Arbitrary<Expression> = fc.oneof(
  number.map((text): Expression => ({ kind: 'number', span, value: { text, isInteger: /^\d+$/.test(text) } })),
  anyText.map((value): Expression => ({ kind: 'text', span, value })),
  anyText.map((value): Expression => ({ kind: 'dateTime', span, value })),
  word.map((name): Expression => ({ kind: 'name', span, name, isQuoted: false })),
  anyName.map((name): Expression => ({ kind: 'name', span, name, isQuoted: true })),
  word.map((name): Expression => ({ kind: 'parameter', span, name: name.replace('.', '_') })),
  fc.record({ table: fc.option(anyName), member: anyName, variation: fc.option(anyName) }).map(
    ({ table, member, variation }): Expression => ({
      kind: 'member',
      span,
      table: table === null ? undefined : identifier(table),
      member: identifier(member),
      ...(variation === null ? {} : { variation: identifier(variation) }),
    }),
  ),
);

/** Random trees, of all kinds that the parser can make, without places in a text. */
export const trees: fc.Arbitrary<Expression> = fc.letrec<{ tree: Expression }>((tie) => {
  const tree = tie('tree');
  const items = fc.array(tree, { minLength: 2, maxLength: 3 });
  const args = fc
    .array(fc.option(tree, { nil: undefined, freq: 4 }), { maxLength: 4 })
    .filter((list) => list.length !== 1 || list[0] !== undefined);
  const row = fc.oneof(
    items,
    tree.filter(({ kind }) => kind !== 'tuple').map((only) => [only]),
  );
  return {
    tree: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc
        .record({ name: functionName, args })
        .map((call): Expression => ({ kind: 'call', span, nameSpan: span, ...call })),
      fc
        .record({ operator: fc.constantFrom('+', '-', 'NOT'), operand: tree })
        .map((unary): Expression => ({ kind: 'unary', span, ...unary })),
      fc
        .record({ operator, left: tree, right: tree })
        .map((binary): Expression => ({ kind: 'binary', span, ...binary })),
      items.map((list): Expression => ({ kind: 'tuple', span, items: list })),
      fc.array(row, { maxLength: 3 }).map((rows): Expression => ({ kind: 'tableConstructor', span, rows })),
      fc.record({ variables: fc.array(fc.tuple(word, tree), { minLength: 1, maxLength: 3 }), result: tree }).map(
        ({ variables, result }): Expression => ({
          kind: 'var',
          span,
          variables: variables.map(([name, value]) => ({ name: identifier(name), value })),
          result,
        }),
      ),
    ),
  };
}).tree;

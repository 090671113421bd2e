import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bindQuery } from '../../shared/dax/bind/bind-query.ts';
import { FUNCTIONS } from '../../shared/dax/bind/functions.ts';
import type { Expression } from '../../shared/dax/syntax.ts';
import { HIDDEN, INDEX } from './bind-model.ts';
import { printer } from './print-bound.ts';

const span = { start: 0, end: 0 };
const identifier = (name: string) => ({ name, span });

const member = (table: string | undefined, name: string): Expression => ({
  kind: 'member',
  span,
  table: table === undefined ? undefined : identifier(table),
  member: identifier(name),
});

/** Names that mostly exist, in places where they mostly do not belong. */
const leaf: fc.Arbitrary<Expression> = fc.oneof(
  fc.constantFrom<Expression>(
    member('Sales', 'Quantity'),
    member('Sales', 'Cost'),
    member('Product', 'Category'),
    member('Date', 'Date'),
    member('Shift', 'Name'),
    member(undefined, 'Amount'),
    member(undefined, 'Margin'),
    member(undefined, 'Value'),
  ),
  fc
    .constantFrom('Sales', 'Store', 'Date', 'Scale', 'x', 'MONTH', 'ASC', 'DESC', 'BOTH', 'DENSE', 'REL')
    .map((name): Expression => ({ kind: 'name', span, name, isQuoted: false })),
  fc.constantFrom('a', 'Name', '6-30', '').map((value): Expression => ({ kind: 'text', span, value })),
  fc
    .constantFrom('0', '1', '12')
    .map((text): Expression => ({ kind: 'number', span, value: { text, isInteger: true } })),
);

const { tree } = fc.letrec<{ tree: Expression }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5, depthIdentifier: 'tree' },
    leaf,
    fc
      .tuple(
        fc.constantFrom(...Object.keys(FUNCTIONS), 'IF', 'ISBLANK', 'DATE'),
        fc.array(fc.option(tie('tree'), { nil: undefined }), { maxLength: 5 }),
      )
      .map(([name, args]): Expression => ({ kind: 'call', span, name, nameSpan: span, args })),
    fc
      .tuple(
        fc.constantFrom('+' as const, '=' as const, '&&' as const, 'IN' as const, '&' as const),
        tie('tree'),
        tie('tree'),
      )
      .map(([operator, left, right]): Expression => ({ kind: 'binary', span, operator, left, right })),
    fc
      .tuple(tie('tree'), tie('tree'))
      .map(
        ([value, result]): Expression => ({ kind: 'var', span, variables: [{ name: identifier('x'), value }], result }),
      ),
    fc
      .array(tie('tree'), { minLength: 1, maxLength: 3 })
      .map((items): Expression => ({ kind: 'tableConstructor', span, rows: items.map((item) => [item]) })),
  ),
}));

/** The scopes that a bound tree opens, once for each place where it does. */
function openedScopes(node: unknown): readonly number[] {
  if (Array.isArray(node)) return node.flatMap(openedScopes);
  if (typeof node !== 'object' || node === null) return [];
  const kind = 'kind' in node ? node.kind : undefined;
  const isReference = kind === 'rowColumn' || kind === 'relatedColumn';
  const own = !isReference && 'scope' in node && typeof node.scope === 'number' ? [node.scope] : [];
  return [...own, ...Object.values(node).flatMap(openedScopes)];
}

test('whatever is written is bound with scopes of its own, or has problems; nothing is thrown, nothing hidden said', () => {
  let bound = 0;
  fc.assert(
    fc.property(tree, fc.boolean(), (expression, isHidden) => {
      const table: Expression = {
        kind: 'call',
        span,
        name: 'ROW',
        nameSpan: span,
        args: [{ kind: 'text', span, value: 'v' }, expression],
      };
      const query = { definitions: [], evaluates: [{ span, table, orderBy: [], startAt: [] }] };
      const result = bindQuery(INDEX, query, 'DAX', isHidden ? { hidden: HIDDEN } : {});
      if (result.kind === 'problems') {
        expect(result.problems.length).toBeGreaterThan(0);
        return;
      }
      bound += 1;
      const shape = result.tree.evaluates.map((evaluate) => printer().table(evaluate.table)).join();
      expect(shape).not.toContain('?.');
      const scopes = result.tree.evaluates.flatMap(({ table: each }) => openedScopes(each));
      expect(new Set(scopes).size, shape).toBe(scopes.length);
      if (isHidden) expect(shape).not.toMatch(/\bStore\b|Cost/);
    }),
    { numRuns: 3000, seed: 7 },
  );
  expect(bound).toBeGreaterThan(100);
});

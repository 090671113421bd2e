import type { Expression, Span } from './syntax.ts';

/** Long chains of operators nest to the left without a bracket: `1 + 1 + 1 + …`. */
export const DEEPEST_TREE = 1000;

/** Where a tree is deeper than who walks it by recursion can bear; `undefined` where it is not. */
export function findTooDeep(trees: readonly Expression[]): Span | undefined {
  const waiting: { readonly tree: Expression; readonly depth: number }[] = trees.map((tree) => ({ tree, depth: 1 }));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { tree, depth } = next;
    if (depth > DEEPEST_TREE) return tree.span;
    for (const part of partsOf(tree)) waiting.push({ tree: part, depth: depth + 1 });
  }
  return undefined;
}

function partsOf(tree: Expression): readonly Expression[] {
  switch (tree.kind) {
    case 'number':
    case 'text':
    case 'dateTime':
    case 'name':
    case 'member':
    case 'parameter':
      return [];
    case 'call':
      return tree.args.filter((arg) => arg !== undefined);
    case 'unary':
      return [tree.operand];
    case 'binary':
      return [tree.left, tree.right];
    case 'tuple':
      return tree.items;
    case 'tableConstructor':
      return tree.rows.flat();
    case 'var':
      return [...tree.variables.map((variable) => variable.value), tree.result];
  }
}

import { parseExpression } from '../../shared/dax/parse-expression.ts';
import type { Expression } from '../../shared/dax/syntax.ts';

/** The tree with every operator in parentheses; the first problem where there is no tree. */
export function shapeOf(text: string): string {
  const parsed = parseExpression(text);
  return parsed.kind === 'parsed' ? shape(parsed.tree) : `${parsed.problems[0]?.code}: ${parsed.problems[0]?.message}`;
}

function shape(tree: Expression): string {
  switch (tree.kind) {
    case 'number':
      return tree.value.isInteger ? tree.value.text : `real ${tree.value.text}`;
    case 'text':
      return JSON.stringify(tree.value);
    case 'dateTime':
      return `moment ${tree.value}`;
    case 'name':
      return tree.isQuoted ? `'${tree.name}'` : tree.name;
    case 'member': {
      const variation = tree.variation === undefined ? '' : `.${tree.variation.name}`;
      return `${tree.table?.name ?? ''}[${tree.member.name}]${variation}`;
    }
    case 'call':
      return `${tree.name}<${tree.args.map((arg) => (arg === undefined ? '_' : shape(arg))).join(' ')}>`;
    case 'unary':
      return `(${tree.operator} ${shape(tree.operand)})`;
    case 'binary':
      return `(${shape(tree.left)} ${tree.operator} ${shape(tree.right)})`;
    case 'tuple':
      return `tuple<${tree.items.map(shape).join(' ')}>`;
    case 'tableConstructor':
      return `{${tree.rows.map((row) => row.map(shape).join(' ')).join('; ')}}`;
    case 'var':
      return `let<${tree.variables.map(({ name, value }) => `${name.name}=${shape(value)}`).join(' ')} in ${shape(tree.result)}>`;
    case 'parameter':
      return `@${tree.name}`;
  }
}

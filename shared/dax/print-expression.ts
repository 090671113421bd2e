import { BINDING, PREFIX_BINDING } from './parse-operators.ts';
import type { Expression, Identifier } from './syntax.ts';
import { upperCase } from './token.ts';
import { isWord } from './tokenize.ts';

/** Names that are words to the tokenizer, but something else where a name is looked for. */
const QUOTED_WORDS: ReadonlySet<string> = new Set(
  'ASC AT BY COLUMN DEFINE DESC EVALUATE FALSE FUNCTION IN MEASURE NOT ORDER RETURN START TABLE TRUE VAR'.split(' '),
);

/** One line of DAX that reads back as the same tree but for the spans; parentheses only where they are needed. */
export function printExpression(tree: Expression): string {
  switch (tree.kind) {
    case 'number':
      return tree.value.text;
    case 'text':
      return quoted(tree.value);
    case 'dateTime':
      return `dt${quoted(tree.value)}`;
    case 'name':
      return tree.isQuoted ? quotedName(tree.name) : tree.name;
    case 'member':
      return printMember(tree.table, tree.member, tree.variation);
    case 'call':
      return `${tree.name}(${tree.args.map((arg) => (arg === undefined ? '' : printExpression(arg))).join(', ')})`;
    case 'unary': {
      const operand = within(PREFIX_BINDING[tree.operator] + 1, tree.operand);
      return tree.operator === 'NOT' ? `NOT ${operand}` : `${tree.operator}${operand}`;
    }
    case 'binary': {
      const binding = BINDING[tree.operator];
      return `${within(binding, tree.left)} ${tree.operator} ${within(binding + 1, tree.right)}`;
    }
    case 'tuple':
      return `(${printAll(tree.items)})`;
    case 'tableConstructor':
      return `{${tree.rows.map(printRow).join(', ')}}`;
    case 'var': {
      const variables = tree.variables.map(({ name, value }) => `VAR ${name.name} = ${printExpression(value)}`);
      return `${variables.join(' ')} RETURN ${printExpression(tree.result)}`;
    }
    case 'parameter':
      return `@${tree.name}`;
  }
}

/** A table's name, in quotes where it would not be read as a name otherwise. */
function printTableName(name: string): string {
  return isWord(name) && !QUOTED_WORDS.has(upperCase(name)) ? name : quotedName(name);
}

function printMember(table: Identifier | undefined, member: Identifier, variation: Identifier | undefined): string {
  const names = `${table === undefined ? '' : printTableName(table.name)}${bracketed(member.name)}`;
  return variation === undefined ? names : `${names}.${bracketed(variation.name)}`;
}

function printRow(row: readonly Expression[]): string {
  return row.length === 1 ? printAll(row) : `(${printAll(row)})`;
}

function printAll(trees: readonly Expression[]): string {
  return trees.map(printExpression).join(', ');
}

/** The tree as an operand where only what binds at least as tight as `least` may stand without parentheses. */
function within(least: number, tree: Expression): string {
  return bindingOf(tree) < least ? `(${printExpression(tree)})` : printExpression(tree);
}

function bindingOf(tree: Expression): number {
  if (tree.kind === 'binary') return BINDING[tree.operator];
  if (tree.kind === 'unary') return PREFIX_BINDING[tree.operator];
  return tree.kind === 'var' ? 0 : Number.POSITIVE_INFINITY;
}

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const quotedName = (name: string) => `'${name.replaceAll("'", "''")}'`;
const bracketed = (name: string) => `[${name.replaceAll(']', ']]')}]`;

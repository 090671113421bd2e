import type { BoundScalar, BoundTable } from '../bound.ts';
import type { Parsed } from '../dax-problem.ts';
import { parseExpression } from '../parse-expression.ts';
import type { Expression } from '../syntax.ts';
import { BROKEN_TABLE, type Env, newVariable, type VariableEntry } from './environment.ts';
import { topEnv } from './measures.ts';
import { fold } from './model-index.ts';
import { scalarEntry } from './variables.ts';

/** What the names of a template stand for. */
export type TemplateArgs = {
  readonly tables: Readonly<Record<string, BoundTable>>;
  readonly scalars: Readonly<Record<string, BoundScalar>>;
};

const trees = new Map<string, Parsed<Expression>>();

/**
 * Binds DAX that was written here, around arguments that are bound already. A table that the text names more than once
 * is computed once, as a variable.
 */
export function bindTemplate(env: Env, text: string, { tables, scalars }: TemplateArgs): BoundTable {
  const variables = new Map<string, VariableEntry>();
  const wrappers: ((body: BoundTable) => BoundTable)[] = [];
  for (const [name, table] of Object.entries(tables)) {
    if (isLeaf(table) || countOf(text, name) < 2) variables.set(fold(name), { kind: 'rows', table });
    else {
      const variable = newVariable(env);
      variables.set(fold(name), { kind: 'table', id: variable, table });
      wrappers.push((body) => ({
        kind: 'letTable',
        columns: body.columns,
        base: body.base,
        variable,
        value: table,
        body,
      }));
    }
  }
  for (const [name, value] of Object.entries(scalars)) {
    const entry = scalarEntry(env, value);
    variables.set(fold(name), entry);
    if (entry.kind !== 'scalar') continue;
    wrappers.push((body) => ({ kind: 'let', columns: body.columns, base: body.base, variable: entry.id, value, body }));
  }
  const tree = trees.get(text) ?? parseExpression(text);
  trees.set(text, tree);
  if (tree.kind === 'problems') return BROKEN_TABLE;
  const inner = topEnv(env.session, { text, object: env.source.object }, { depth: env.depth });
  return wrappers.reduce(
    (body, wrapAround) => wrapAround(body),
    env.session.binder.table(tree.tree, { ...inner, variables, isTemplate: true }),
  );
}

/** A table without parts, which may stand in several places. */
function isLeaf(table: BoundTable): boolean {
  return table.kind === 'all' || table.kind === 'variable';
}

function countOf(text: string, name: string): number {
  return text.split(new RegExp(`\\b${name}\\b`)).length - 1;
}

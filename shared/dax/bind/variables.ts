import type { BoundScalar, BoundTable } from '../bound.ts';
import type { Variable } from '../syntax.ts';
import { BROKEN, type Env, isBrokenTable, newVariable, type VariableEntry, withVariable } from './environment.ts';
import { fold } from './model-index.ts';

/** Variables that have been bound: where they are known, and what writes them around an expression. */
export type HeldVariables = {
  readonly env: Env;
  readonly around: (body: BoundScalar) => BoundScalar;
  readonly aroundTable: (body: BoundTable) => BoundTable;
};

type Held =
  | { readonly kind: 'scalar'; readonly variable: number; readonly value: BoundScalar }
  | { readonly kind: 'table'; readonly variable: number; readonly value: BoundTable };

/** Binds each variable in the context of its place. Constants and other variables stand where they are used. */
export function holdVariables(variables: readonly Variable[], outer: Env): HeldVariables {
  let env = outer;
  const held: Held[] = [];
  for (const { name, value } of variables) {
    const { binder } = env.session;
    if (binder.isTable(value, env)) {
      const table = binder.table(value, env);
      const variable = newVariable(env);
      if (!isBrokenTable(table)) held.push({ kind: 'table', variable, value: table });
      env = withVariable(env, name.name, { kind: 'table', id: variable, table });
    } else {
      const bound = binder.scalar(value, env);
      const entry = scalarEntry(env, bound);
      if (entry.kind === 'scalar') held.push({ kind: 'scalar', variable: entry.id, value: bound });
      env = withVariable(env, name.name, entry);
    }
  }
  return {
    env,
    around: (body) => (body === BROKEN ? BROKEN : held.reduceRight(wrap, body)),
    aroundTable: (body) => (isBrokenTable(body) ? body : held.reduceRight(wrapTable, body)),
  };
}

export function scalarEntry(env: Env, value: BoundScalar): Extract<VariableEntry, { kind: 'scalar' | 'value' }> {
  if (/^(constant|blank|variable)$/.test(value.kind)) return { kind: 'value', value };
  return { kind: 'scalar', id: newVariable(env), type: value.type };
}

function wrap(body: BoundScalar, held: Held): BoundScalar {
  const { type } = body;
  return held.kind === 'scalar'
    ? { kind: 'let', type, variable: held.variable, value: held.value, body }
    : { kind: 'letTable', type, variable: held.variable, value: held.value, body };
}

function wrapTable(body: BoundTable, held: Held): BoundTable {
  const { columns, base } = body;
  return held.kind === 'scalar'
    ? { kind: 'let', columns, base, variable: held.variable, value: held.value, body }
    : { kind: 'letTable', columns, base, variable: held.variable, value: held.value, body };
}

/** The table that a name stands for, if it is the name of a variable, or of a table that the query defines. */
export function tableVariable(
  env: Env,
  { name, isQuoted }: { readonly name: string; readonly isQuoted: boolean },
): BoundTable | undefined {
  const entry = (isQuoted ? undefined : env.variables.get(fold(name))) ?? env.variables.get(definedTableKey(name));
  if (entry?.kind === 'rows') return entry.table;
  if (entry?.kind !== 'table') return undefined;
  const { columns, base } = entry.table;
  return { kind: 'variable', columns, base, variable: entry.id };
}

/** Where the variables have a table that the query defines; its name may be written in quotes. */
export function definedTableKey(name: string): string {
  return `'${fold(name)}'`;
}

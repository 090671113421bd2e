import type { BoundScalar, BoundTable } from '../bound.ts';
import type { Expression } from '../syntax.ts';
import { bindCallToTable, bindCallToValue, canBeTable, isTableCall } from './bind-call.ts';
import { dateConstant, numberConstant, parameterValue } from './bind-constant.ts';
import { bindTableConstructor } from './bind-constructor.ts';
import { bindIn } from './bind-in.ts';
import { rowsOf, text } from './build.ts';
import { type Binder, BROKEN, BROKEN_TABLE, type Env, isBrokenTable, report } from './environment.ts';
import { bindMember } from './members.ts';
import { fold } from './model-index.ts';
import { findTable, resolveTable } from './names.ts';
import { applyOperator, applyUnary, type ValueOperator } from './scalar-calls.ts';
import { holdVariables, tableVariable } from './variables.ts';

type Node<Kind extends Expression['kind']> = Extract<Expression, { readonly kind: Kind }>;

/** Levels of expressions inside one another, measures within measures included. */
const DEEPEST = 1200;
/** Expressions of one query; what is bound twice (RANKX) could otherwise grow without end. */
const MOST = 50_000;

/** Binds an expression to a value. A table of one column becomes the value in its only row. */
function bindScalar(expression: Expression, outer: Env): BoundScalar {
  const env = { ...outer, depth: outer.depth + 1 };
  if (isTooMuch(env)) return tooDeep(expression, env);
  switch (expression.kind) {
    case 'number':
      return numberConstant(expression.value);
    case 'text':
      return text(expression.value);
    case 'dateTime':
      return dateConstant(expression, env);
    case 'parameter':
      return parameterValue(expression, env);
    case 'name':
      return bindName(expression, env);
    case 'member':
      return bindMember(expression, env);
    case 'call':
      return isTableCall(expression) ? singleValue(expression, env) : bindCallToValue(expression, env);
    case 'unary':
      return applyUnary(env, expression.span, expression.operator, bindScalar(expression.operand, env));
    case 'binary':
      return bindBinary(expression, env);
    case 'tableConstructor':
      return singleValue(expression, env);
    case 'tuple':
      return report(env, 'value-expected', expression.span, 'A list in parentheses stands only on the left of IN.');
    case 'var': {
      const { env: inner, around } = holdVariables(expression.variables, env);
      return around(bindScalar(expression.result, inner));
    }
  }
}

/** Binds an expression to a table, or says that it is none. */
function bindTable(expression: Expression, outer: Env): BoundTable {
  const env = { ...outer, depth: outer.depth + 1 };
  if (isTooMuch(env)) {
    tooDeep(expression, env);
    return BROKEN_TABLE;
  }
  switch (expression.kind) {
    case 'name':
      return bindTableName(expression, env);
    case 'call':
      return canBeTable(expression) ? bindCallToTable(expression, env) : noTable(expression, env);
    case 'tableConstructor':
      return bindTableConstructor(expression, env);
    case 'var': {
      const { env: inner, aroundTable } = holdVariables(expression.variables, env);
      return aroundTable(bindTable(expression.result, inner));
    }
    default:
      return noTable(expression, env);
  }
}

function isTable(expression: Expression, env: Env): boolean {
  switch (expression.kind) {
    case 'name':
      return isTableName(expression, env);
    case 'call':
      return isTableCall(expression);
    case 'tableConstructor':
      return true;
    case 'var':
      return isTable(expression.result, withKinds(expression, env));
    default:
      return false;
  }
}

/** The variables as far as their kind matters. */
function withKinds(expression: Node<'var'>, outer: Env): Env {
  const variables = new Map(outer.variables);
  for (const { name, value } of expression.variables) {
    const isRows = isTable(value, { ...outer, variables });
    variables.set(fold(name.name), isRows ? { kind: 'rows', table: BROKEN_TABLE } : { kind: 'value', value: BROKEN });
  }
  return { ...outer, variables };
}

export const BINDER: Binder = { scalar: bindScalar, table: bindTable, isTable };

function isTableName({ name, isQuoted }: Node<'name'>, env: Env): boolean {
  const entry = isQuoted ? undefined : env.variables.get(fold(name));
  return entry === undefined || entry.kind === 'table' || entry.kind === 'rows';
}

function bindName(expression: Node<'name'>, env: Env): BoundScalar {
  const entry = expression.isQuoted ? undefined : env.variables.get(fold(expression.name));
  if (entry?.kind === 'scalar') return { kind: 'variable', type: entry.type, variable: entry.id };
  return entry?.kind === 'value' ? entry.value : singleValue(expression, env);
}

function bindTableName(expression: Node<'name'>, env: Env): BoundTable {
  const { name, span, isQuoted } = expression;
  const variable = tableVariable(env, expression);
  if (variable !== undefined) return variable;
  if (!isTableName(expression, env)) return noTable(expression, env);
  const found = findTable(env, name);
  const table =
    typeof found === 'number' ? found : resolveTable(env, { name, span }, isQuoted ? 'Table' : 'Table or variable');
  return table === undefined ? BROKEN_TABLE : rowsOf(env, table);
}

/** Long chains of operators nest to the left; they are walked, not descended into. */
function bindBinary(expression: Node<'binary'>, env: Env): BoundScalar {
  const chain: { readonly operator: ValueOperator; readonly node: Node<'binary'> }[] = [];
  let first: Expression = expression;
  while (first.kind === 'binary' && first.operator !== 'IN') {
    chain.push({ operator: first.operator, node: first });
    first = first.left;
  }
  const start = first.kind === 'binary' ? bindIn(first, env) : bindScalar(first, env);
  return chain.reduceRight(
    (left, { operator, node }) => applyOperator(env, node.span, operator, [left, bindScalar(node.right, env)]),
    start,
  );
}

function singleValue(expression: Expression, env: Env): BoundScalar {
  const table = bindTable(expression, env);
  if (isBrokenTable(table)) return BROKEN;
  const [column, second] = table.columns;
  if (column !== undefined && second === undefined) return { kind: 'singleValue', type: column.type, table };
  const message = `A table of ${table.columns.length} columns stands where one value is needed.`;
  return report(env, 'value-expected', expression.span, message);
}

function noTable(expression: Expression, env: Env): BoundTable {
  const before = env.session.problems.length;
  if (expression.kind === 'call') bindScalar(expression, env);
  if (env.session.problems.length === before) {
    const message = 'A table is needed here, and this is a value; { … } makes a table of one row.';
    report(env, 'table-expected', expression.span, message);
  }
  return BROKEN_TABLE;
}

function isTooMuch(env: Env): boolean {
  env.session.counters.expressions += 1;
  return env.depth > DEEPEST || env.session.counters.expressions > MOST;
}

function tooDeep(expression: Expression, env: Env): BoundScalar {
  if (env.session.counters.expressions > MOST + 1) return BROKEN;
  if (env.session.counters.expressions > MOST) {
    return report(
      env,
      'too-deep',
      expression.span,
      `The query has more than ${MOST} expressions, those of its measures included.`,
    );
  }
  return report(env, 'too-deep', expression.span, `Expressions are nested more than ${DEEPEST} levels deep.`);
}

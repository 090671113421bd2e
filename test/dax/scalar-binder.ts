import type { BoundScalar } from '../../shared/dax/bound.ts';
import { parseExpression } from '../../shared/dax/parse-expression.ts';
import { bindOperator, bindUnary } from '../../shared/dax/scalar/operators.ts';
import { SCALAR_FUNCTIONS } from '../../shared/dax/scalar/scalar-functions.ts';
import type { Expression } from '../../shared/dax/syntax.ts';

/** Binds expressions without tables, just enough to try what the functions make of them. */
export function bindText(text: string): BoundScalar {
  const parsed = parseExpression(text);
  if (parsed.kind === 'problems') throw new Error(parsed.problems.map(({ message }) => message).join(' '));
  let variables = 0;
  const fresh = () => ++variables;

  function bind(expression: Expression, known: ReadonlyMap<string, BoundScalar>): BoundScalar {
    switch (expression.kind) {
      case 'number':
        return {
          kind: 'constant',
          type: expression.value.isInteger ? 'Int64' : 'Double',
          // Beyond what JavaScript counts exactly, a whole number is text.
          value:
            expression.value.isInteger && expression.value.text.length > 15
              ? expression.value.text
              : Number(expression.value.text),
        };
      case 'text':
        return { kind: 'constant', type: 'String', value: expression.value };
      case 'dateTime':
        return { kind: 'constant', type: 'DateTime', value: expression.value };
      case 'unary':
        return good(bindUnary(expression.operator, bind(expression.operand, known)));
      case 'binary':
        return expression.operator === 'IN'
          ? bindIn(expression.left, expression.right, known)
          : good(bindOperator(expression.operator, bind(expression.left, known), bind(expression.right, known)));
      case 'call':
        return bindCall(expression, known);
      case 'name': {
        const found = known.get(expression.name.toLowerCase());
        if (found === undefined) throw new Error(`No variable ${expression.name}.`);
        return found;
      }
      case 'var':
        return bindVariables(expression.variables.length, expression, known);
      default:
        throw new Error(`A ${expression.kind} is no value of its own.`);
    }
  }

  function bindVariables(
    left: number,
    expression: Expression & { readonly kind: 'var' },
    known: ReadonlyMap<string, BoundScalar>,
  ): BoundScalar {
    const next = expression.variables[expression.variables.length - left];
    if (next === undefined) return bind(expression.result, known);
    const value = bind(next.value, known);
    const variable = fresh();
    const named = new Map([
      ...known,
      [next.name.name.toLowerCase(), { kind: 'variable', type: value.type, variable }],
    ]) as ReadonlyMap<string, BoundScalar>;
    const body = bindVariables(left - 1, expression, named);
    return { kind: 'let', type: body.type, variable, value, body };
  }

  function bindCall(
    call: Expression & { readonly kind: 'call' },
    known: ReadonlyMap<string, BoundScalar>,
  ): BoundScalar {
    const found = SCALAR_FUNCTIONS[call.name];
    if (found === undefined) throw new Error(`No function ${call.name}.`);
    if (call.args.length < found.args[0] || call.args.length > found.args[1]) {
      throw new Error(`${call.name} takes ${found.args.join(' to ')} arguments.`);
    }
    const args = call.args.map((arg, index): BoundScalar => {
      if (arg === undefined) return { kind: 'blank', type: 'Blank' };
      const isWord = found.words?.[index] !== undefined && arg.kind === 'name';
      return isWord ? { kind: 'constant', type: 'String', value: arg.name.toUpperCase() } : bind(arg, known);
    });
    return good(found.bind(args, fresh));
  }

  function bindIn(left: Expression, right: Expression, known: ReadonlyMap<string, BoundScalar>): BoundScalar {
    if (right.kind !== 'tableConstructor') throw new Error('IN needs a list of values.');
    const items = left.kind === 'tuple' ? left.items : [left];
    const rows = right.rows.map((row) =>
      row
        .map((value, index) => good(bindOperator('==', bind(items[index] ?? left, known), bind(value, known))))
        .reduce((all, each) => good(bindOperator('&&', all, each))),
    );
    return rows.reduce((some, each) => good(bindOperator('||', some, each)));
  }

  return bind(parsed.tree, new Map());
}

function good(bound: ReturnType<typeof bindOperator>): BoundScalar {
  if ('problem' in bound) throw new Error(bound.problem);
  return bound;
}

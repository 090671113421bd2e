import { Language } from '@microsoft/powerquery-parser';
import type { MBinding, MExpression, MScalar } from './m-syntax.ts';
import { nameOfIdentifier, textOfLiteral } from './m-text.ts';

type Ast = Language.Ast.TNode;
type Pair = Language.Ast.GeneralizedIdentifierPairedExpression | Language.Ast.IdentifierPairedExpression;

const Kind = Language.Ast.NodeKind;
/** Deeper than any real expression, and shallow enough for the stack. */
const DEEPEST = 500;

/** The parser's tree as ours. What is of no use for reading files becomes `other`, by its name. */
export function expressionOf(node: Ast, depth = 0): MExpression {
  if (depth > DEEPEST) return { kind: 'other', what: 'an expression of too many parts' };
  const inner = (child: Ast): MExpression => expressionOf(child, depth + 1);
  const binding = ({ key, value }: Pair): MBinding => ({ name: nameOfIdentifier(key.literal), value: inner(value) });
  switch (node.kind) {
    case Kind.LiteralExpression:
      return literalOf(node);
    case Kind.IdentifierExpression:
      return { kind: 'name', name: nameOfIdentifier(node.identifier.literal) };
    case Kind.ParenthesizedExpression:
      return inner(node.content);
    case Kind.MetadataExpression:
      return inner(node.left);
    case Kind.LetExpression: {
      const variables = node.variableList.elements.map((element) => binding(element.node));
      return { kind: 'let', variables, body: inner(node.expression) };
    }
    case Kind.ListExpression:
      return { kind: 'list', items: node.content.elements.map((element) => inner(element.node)) };
    case Kind.RecordExpression:
      return { kind: 'record', fields: node.content.elements.map((element) => binding(element.node)) };
    case Kind.RecursivePrimaryExpression:
      return node.recursiveExpressions.elements.reduce((head, part) => access(head, part, inner), inner(node.head));
    case Kind.ArithmeticExpression:
      if (node.operatorConstant.constantKind !== '&') return other(node);
      return { kind: 'concatenation', left: inner(node.left), right: inner(node.right) };
    case Kind.UnaryExpression:
      return node.operators.elements.map(({ constantKind }) => constantKind).join('') === '-'
        ? { kind: 'negative', of: inner(node.typeExpression) }
        : other(node);
    case Kind.TypePrimaryType:
      return inner(node.paired);
    case Kind.NullableType:
    case Kind.NullablePrimitiveType:
      return inner(node.paired);
    case Kind.PrimitiveType:
      return { kind: 'type', name: node.primitiveTypeKind };
    case Kind.TableType:
      return tableTypeOf(node, inner);
    default:
      return other(node);
  }
}

function access(
  head: MExpression,
  part: Language.Ast.RecursivePrimaryExpression['recursiveExpressions']['elements'][number],
  inner: (child: Ast) => MExpression,
): MExpression {
  switch (part.kind) {
    case Kind.InvokeExpression:
      return { kind: 'call', callee: head, args: part.content.elements.map((element) => inner(element.node)) };
    case Kind.ItemAccessExpression:
      return { kind: 'item', of: head, key: inner(part.content) };
    case Kind.FieldSelector:
      return { kind: 'field', of: head, name: nameOfIdentifier(part.content.literal) };
    default:
      return { kind: 'other', what: 'a projection of fields' };
  }
}

function tableTypeOf({ rowType }: Language.Ast.TableType, inner: (child: Ast) => MExpression): MExpression {
  if (rowType.kind !== Kind.FieldSpecificationList) return { kind: 'other', what: 'a table type that is computed' };
  const columns = rowType.content.elements.map(({ node }): MBinding => {
    const type = node.fieldTypeSpecification?.fieldType;
    const value: MExpression = type === undefined ? { kind: 'type', name: 'any' } : inner(type);
    return { name: nameOfIdentifier(node.name.literal), value };
  });
  return { kind: 'tableType', columns };
}

function literalOf({ literal, literalKind }: Language.Ast.LiteralExpression): MExpression {
  const value = ((): MScalar | undefined => {
    if (literalKind === 'Text') return textOfLiteral(literal);
    if (literalKind === 'Logical') return literal === 'true';
    if (literalKind === 'Null') return null;
    const number = Number(literal);
    return Number.isFinite(number) ? number : undefined;
  })();
  return value === undefined ? { kind: 'other', what: literal.slice(0, 20) } : { kind: 'literal', value };
}

const WORDS: Readonly<Record<string, string>> = {
  [Kind.EachExpression]: 'each',
  [Kind.FunctionExpression]: 'a function',
  [Kind.IfExpression]: 'if',
  [Kind.ErrorHandlingExpression]: 'try',
  [Kind.ErrorRaisingExpression]: 'error',
  [Kind.ArithmeticExpression]: 'arithmetic',
  [Kind.Section]: 'section',
};

function other({ kind }: Ast): MExpression {
  return { kind: 'other', what: WORDS[kind] ?? kind.replace(/Expression$/, '') };
}

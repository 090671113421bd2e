import { physicalColumn } from '../model/physical-names.ts';
import type { Dialect } from './dialect.ts';
import { type Constant, type Predicate, type ScalarNode, scalarType } from './plan.ts';

/** Where printing stands: the dialect, and `bind`, which adds a parameter and gives its text. */
export type Printer = { readonly dialect: Dialect; readonly bind: (constant: Constant) => string };

/** A printer and the parameters that it will have bound. */
export function createPrinter(dialect: Dialect): {
  readonly printer: Printer;
  readonly parameters: readonly Constant[];
} {
  const parameters: Constant[] = [];
  const bind = (constant: Constant) => dialect.parameter(parameters.push(constant), constant.type);
  return { printer: { dialect, bind }, parameters };
}

/** The scalar's value itself. */
export function printScalar(node: ScalarNode, dialect: Dialect): string {
  switch (node.kind) {
    case 'column':
      return dialect.quoteIdentifier(physicalColumn(node.column));
    case 'truncate':
      return dialect.periodStart(node.grain, dialect.periodKey(node.grain, printScalar(node.of, dialect)));
  }
}

/** What is computed before `keyOf`: the column itself where a key truncates it. */
export function printKeySource(node: ScalarNode, dialect: Dialect): string {
  return printScalar(node.kind === 'truncate' ? node.of : node, dialect);
}

/**
 * The form in which values of the scalar are the same: text without its case, moments as their period, decimals as
 * the doubles that they travel as. It takes the text of the scalar's source or of a value to compare with it.
 */
export function keyOf(node: ScalarNode, text: string, dialect: Dialect): string {
  if (node.kind === 'truncate') return dialect.periodKey(node.grain, text);
  if (node.type === 'String') return dialect.foldText(text);
  return node.type === 'Decimal' ? dialect.toDouble(text) : text;
}

type PrintPredicates = {
  readonly [K in Predicate['kind']]: (node: Extract<Predicate, { kind: K }>, printer: Printer) => string;
};

const PREDICATES: PrintPredicates = {
  oneOf: ({ operand, values, isBlankIncluded }, { dialect, bind }) => {
    const source = printKeySource(operand, dialect);
    const keys = values.map((value) => keyOf(operand, bind(value), dialect));
    const isListed = keys.length === 0 ? [] : [`${keyOf(operand, source, dialect)} IN (${keys.join(', ')})`];
    const isBlank = isBlankIncluded ? [`${source} IS NULL`] : [];
    return joined([...isListed, ...isBlank], ' OR ', 'FALSE');
  },
  compare: ({ operand, operator, value }, { dialect, bind }) => {
    const isText = scalarType(operand) === 'String';
    const left = printScalar(operand, dialect);
    const right = bind(value);
    if (isText) return `${dialect.foldText(left)} ${OPERATORS[operator]} ${dialect.foldText(right)}`;
    return `${scalarType(operand) === 'Decimal' ? dialect.toDouble(left) : left} ${OPERATORS[operator]} ${right}`;
  },
  containsText: ({ operand, text }, { dialect, bind }) =>
    dialect.containsText(printScalar(operand, dialect), bind({ type: 'String', value: text })),
  not: ({ part }, printer) => `(${printPredicate(part, printer)}) IS NOT TRUE`,
  all: ({ parts }, printer) =>
    joined(
      parts.map((part) => printPredicate(part, printer)),
      ' AND ',
      'TRUE',
    ),
  any: ({ parts }, printer) =>
    joined(
      parts.map((part) => printPredicate(part, printer)),
      ' OR ',
      'FALSE',
    ),
};

const OPERATORS = { atLeast: '>=', atMost: '<=', below: '<' } as const;

/** True where the row is kept; blank counts as false. */
export function printPredicate(node: Predicate, printer: Printer): string {
  const print = PREDICATES[node.kind] as (node: Predicate, printer: Printer) => string;
  return print(node, printer);
}

function joined(parts: readonly string[], separator: string, empty: string): string {
  const [first = empty, ...others] = parts;
  return others.length === 0 ? first : `(${parts.map((part) => `(${part})`).join(separator)})`;
}

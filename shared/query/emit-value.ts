import type { Aggregation, DataType } from '../model/semantic-model.ts';
import type { Dialect } from './dialect.ts';
import { printScalar } from './emit-predicate.ts';
import { scalarType, type ValueNode } from './plan.ts';

/** A value that is computed from rows; the other values are computed from these. */
export type LeafValue = Extract<ValueNode, { kind: 'aggregate' | 'rows' }>;

type Computation = {
  /** Over the rows of a group. */
  readonly whole: (operand: string, type: DataType, dialect: Dialect) => string;
  /** Over the rows of a part of a group, and then over the parts; undefined where parts do not suffice. */
  readonly staged?: {
    readonly parts: (operand: string, type: DataType, dialect: Dialect) => readonly string[];
    readonly join: (parts: readonly string[], type: DataType, dialect: Dialect) => string;
  };
};

const sumOf = (parts: readonly string[]) => `sum(${parts[0]})`;
const countOf = (parts: readonly string[]) => `nullif(sum(${parts[0]}), 0)`;

function extreme(which: 'min' | 'max'): Computation {
  const whole = (operand: string, type: DataType, dialect: Dialect) =>
    type === 'String' ? dialect.extremeText(which, operand) : `${which}(${operand})`;
  return {
    whole,
    staged: {
      parts: (operand, type, dialect) => [whole(operand, type, dialect)],
      join: ([part = ''], type, dialect) => whole(part, type, dialect),
    },
  };
}

const COMPUTATIONS: Readonly<Record<Aggregation, Computation>> = {
  sum: { whole: (operand) => `sum(${operand})`, staged: { parts: (operand) => [`sum(${operand})`], join: sumOf } },
  average: {
    whole: (operand) => `avg(${operand})`,
    staged: {
      parts: (operand) => [`sum(${operand})`, `count(${operand})`],
      join: (parts, _type, { toDouble }) => `${toDouble(sumOf(parts))} / nullif(sum(${parts[1]}), 0)`,
    },
  },
  min: extreme('min'),
  max: extreme('max'),
  count: {
    whole: (operand) => `nullif(count(${operand}), 0)`,
    staged: { parts: (operand) => [`count(${operand})`], join: countOf },
  },
  distinctCount: {
    // Blank counts as one more value, as in DAX.
    whole: (operand, type, dialect) => {
      const distinct = `count(DISTINCT ${type === 'String' ? dialect.foldText(operand) : operand})`;
      return `nullif(${distinct} + CASE WHEN count(*) > count(${operand}) THEN 1 ELSE 0 END, 0)`;
    },
  },
  rowCount: { whole: () => 'nullif(count(*), 0)', staged: { parts: () => ['count(*)'], join: countOf } },
};

type Leaf = { readonly computation: Computation; readonly operand: string; readonly type: DataType };

function leafOf(node: LeafValue, dialect: Dialect): Leaf {
  if (node.kind === 'rows') return { computation: COMPUTATIONS.rowCount, operand: '', type: 'Int64' };
  const operand = printScalar(node.operand, dialect);
  return { computation: COMPUTATIONS[node.aggregation], operand, type: scalarType(node.operand) };
}

/** The leaf over rows in one step. */
export function printWhole(node: LeafValue, dialect: Dialect): string {
  const { computation, operand, type } = leafOf(node, dialect);
  return computation.whole(operand, type, dialect);
}

/** What to compute per part of a group, and how the parts are joined; undefined where it takes one step. */
export function printStaged(node: LeafValue, dialect: Dialect) {
  const { computation, operand, type } = leafOf(node, dialect);
  const { staged } = computation;
  if (staged === undefined) return undefined;
  return {
    parts: staged.parts(operand, type, dialect),
    join: (aliases: readonly string[]) => staged.join(aliases, type, dialect),
  };
}

/** The leaves of a value, from left to right. */
export function leavesOf(node: ValueNode): readonly LeafValue[] {
  switch (node.kind) {
    case 'aggregate':
    case 'rows':
      return [node];
    case 'divide':
      return [...leavesOf(node.dividend), ...leavesOf(node.divisor)];
    case 'subtract':
      return [...leavesOf(node.left), ...leavesOf(node.right)];
  }
}

/** The value, its leaves printed by `printLeaf`, which is called once for each from left to right. */
export function printValue(node: ValueNode, dialect: Dialect, printLeaf: (leaf: LeafValue) => string): string {
  const print = (part: ValueNode) => printValue(part, dialect, printLeaf);
  switch (node.kind) {
    case 'aggregate':
    case 'rows':
      return printLeaf(node);
    case 'divide': {
      const dividend = dialect.toDouble(print(node.dividend));
      return `(${dividend} / nullif(${dialect.toDouble(print(node.divisor))}, 0))`;
    }
    case 'subtract':
      return dialect.subtract(print(node.left), print(node.right));
  }
}

import type { Aggregation, DataType } from '../model/semantic-model.ts';
import type { DateGrain } from './question.ts';

/**
 * A question after its names are bound: a tree of frozen plain data that knows no names of the model and no SQL.
 * Tables and columns are positions in the model. DAX and row rules compile to the same nodes.
 */
export type Plan = {
  readonly table: number;
  /** All must hold. */
  readonly where: readonly Predicate[];
  readonly groups: readonly GroupKey[];
  readonly values: readonly ValueNode[];
  /** Columns of the answer, in the order asked. */
  readonly output: readonly OutputColumn[];
  /** Complete: positions in `output`, with every group that the question did not order by at the end. */
  readonly order: readonly OrderKey[];
  readonly limit: number;
};

/** What is computed per row of a table. */
export type ScalarNode =
  | { readonly kind: 'column'; readonly table: number; readonly column: number; readonly type: DataType }
  | { readonly kind: 'truncate'; readonly grain: DateGrain; readonly of: ScalarNode };

/** A value that becomes a bound parameter. Int64 beyond the safe range and DateTime are text. */
export type Constant = { readonly type: DataType; readonly value: string | number | boolean };

export type Predicate =
  /** Equal to one of the values, or blank where `isBlankIncluded`. Text is compared without regard to case. */
  | {
      readonly kind: 'oneOf';
      readonly operand: ScalarNode;
      readonly values: readonly Constant[];
      readonly isBlankIncluded: boolean;
    }
  | {
      readonly kind: 'compare';
      readonly operand: ScalarNode;
      readonly operator: 'atLeast' | 'atMost' | 'below';
      readonly value: Constant;
    }
  | { readonly kind: 'containsText'; readonly operand: ScalarNode; readonly text: string }
  /** True where the part is not true; blank never makes it blank. */
  | { readonly kind: 'not'; readonly part: Predicate }
  | { readonly kind: 'all'; readonly parts: readonly Predicate[] }
  | { readonly kind: 'any'; readonly parts: readonly Predicate[] };

/** What is computed per group. Over no rows every one of them is blank. */
export type ValueNode =
  | { readonly kind: 'aggregate'; readonly aggregation: Exclude<Aggregation, 'rowCount'>; readonly operand: ScalarNode }
  | { readonly kind: 'rows' }
  | { readonly kind: 'divide'; readonly dividend: ValueNode; readonly divisor: ValueNode }
  /** A blank side counts as zero; two blank sides are blank. */
  | { readonly kind: 'subtract'; readonly left: ValueNode; readonly right: ValueNode };

export type GroupKey = { readonly key: ScalarNode };

export type OutputColumn = {
  readonly name: string;
  readonly from: 'group' | 'value';
  /** Position in `groups` or `values`. */
  readonly index: number;
  readonly type: DataType;
  readonly formatString: string;
};

export type OrderKey = { readonly output: number; readonly direction: 'ascending' | 'descending' };

export type PlanNode = ScalarNode | Predicate | ValueNode;

type Children = { readonly [K in PlanNode['kind']]: (node: Extract<PlanNode, { kind: K }>) => readonly PlanNode[] };

/** The parts of each kind of node; a new kind does not compile without its row. */
const CHILDREN: Children = {
  column: () => [],
  truncate: (node) => [node.of],
  oneOf: (node) => [node.operand],
  compare: (node) => [node.operand],
  containsText: (node) => [node.operand],
  not: (node) => [node.part],
  all: (node) => node.parts,
  any: (node) => node.parts,
  aggregate: (node) => [node.operand],
  rows: () => [],
  divide: (node) => [node.dividend, node.divisor],
  subtract: (node) => [node.left, node.right],
};

/** The node itself and everything below it, parents first. */
export function nodesWithin(node: PlanNode): readonly PlanNode[] {
  const childrenOf = CHILDREN[node.kind] as (node: PlanNode) => readonly PlanNode[];
  return [node, ...childrenOf(node).flatMap(nodesWithin)];
}

/** Every node of the plan. */
export function nodesOfPlan(plan: Plan): readonly PlanNode[] {
  return [...plan.where, ...plan.groups.map((group) => group.key), ...plan.values].flatMap(nodesWithin);
}

/** The data type of a scalar node. */
export function scalarType(node: ScalarNode): DataType {
  return node.kind === 'column' ? node.type : 'DateTime';
}

/** The same value with every object and list in it frozen. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) deepFreeze(part);
  }
  return value;
}

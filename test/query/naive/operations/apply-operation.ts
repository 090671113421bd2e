import type { BoundScalar } from '../../../../shared/dax/bound.ts';
import { notCovered, type Value } from '../value.ts';
import { CONVERSION_OPERATIONS } from './conversions.ts';
import { LOGIC_OPERATIONS } from './logic.ts';
import { MOMENT_OPERATIONS } from './moments.ts';
import { NUMBER_OPERATIONS } from './numbers.ts';
import type { OperationTable } from './operation.ts';
import { TEXT_OPERATIONS } from './texts.ts';

const OPERATIONS: OperationTable = {
  ...NUMBER_OPERATIONS,
  ...LOGIC_OPERATIONS,
  ...MOMENT_OPERATIONS,
  ...TEXT_OPERATIONS,
  ...CONVERSION_OPERATIONS,
};

/** The value of an operation; `compute` gives that of an argument. Throws NotCovered for one that is not written here. */
export function applyOperation(
  node: Extract<BoundScalar, { kind: 'operation' }>,
  compute: (arg: BoundScalar) => Value,
): Value {
  const operation = OPERATIONS[node.operation];
  if (operation?.lazy !== undefined) {
    const args = node.args.map((arg) => () => compute(arg));
    return operation.lazy(args, node);
  }
  if (operation?.values === undefined) throw notCovered(`operation ${node.operation}`);
  return operation.values(node.args.map(compute), node);
}

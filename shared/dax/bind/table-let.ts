import type { BoundScalar, BoundTable } from '../bound.ts';
import { BROKEN, type Env, newVariable } from './environment.ts';

/** A table that is computed once, for a body that names it several times. */
export function tableLet(env: Env, value: BoundTable, body: (held: BoundTable) => BoundScalar): BoundScalar {
  const variable = newVariable(env);
  const bound = body({ kind: 'variable', columns: value.columns, base: value.base, variable });
  return bound === BROKEN ? BROKEN : { kind: 'letTable', type: bound.type, variable, value, body: bound };
}

import type { BoundColumn, FilterChange } from '../bound.ts';
import type { Expression } from '../syntax.ts';
import { BROKEN, type Env, newScope, report } from './environment.ts';
import { asType } from './scalar-calls.ts';

/**
 * A condition as filter: the combinations of the columns that it names for which it holds. The columns are all of one
 * table. Measures and CALCULATE have no place in it; aggregates see the filter context outside.
 */
export function bindPredicate(
  env: Env,
  condition: Expression,
  keeps: boolean,
): Extract<FilterChange, { kind: 'predicate' }> | undefined {
  const gathered: BoundColumn[] = [];
  const scope = newScope(env);
  const row = { scope, columns: [], base: undefined, gathered };
  const bound = env.session.binder.scalar(condition, { ...env, rows: [...env.rows, row], isPredicate: true });
  if (bound === BROKEN) return undefined;
  const columns = gathered.flatMap(({ lineage }) => lineage ?? []);
  const [first] = columns;
  if (first === undefined) {
    const message = 'A condition of CALCULATE needs a column, as in Table[Column] = "value".';
    report(env, 'predicate-invalid', condition.span, message);
    return undefined;
  }
  if (columns.some(({ table }) => table !== first.table)) {
    const names = gathered.map(({ qualifier, name }) => `${qualifier}[${name}]`).join(', ');
    const message = `A condition of CALCULATE is about columns of one table, and this one names ${names}; use FILTER over a CROSSJOIN of their values.`;
    report(env, 'predicate-invalid', condition.span, message);
    return undefined;
  }
  return { kind: 'predicate', columns, scope, condition: asType(bound, 'Boolean'), keeps };
}

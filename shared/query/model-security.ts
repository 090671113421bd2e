import { bindRowFilter } from '../dax/bind/bind-expression.ts';
import { type HiddenObjects, type ModelIndex, NOTHING_HIDDEN } from '../dax/bind/model-index.ts';
import type { BoundScalar } from '../dax/bound.ts';
import { Fault } from '../domain/faults.ts';
import type { Role } from '../model/tabular-model.ts';
import type { RowRules } from './restrict-relation.ts';

/** What a caller's roles do to one model: rows, names, and a text that tells equal rules from unlike ones. */
export type ModelSecurity = {
  /** `undefined` for who is bound by no role (F-02) and for models without roles. */
  readonly rows: RowRules | undefined;
  readonly hidden: HiddenObjects;
  /** The roles, and nothing of what the caller's own name makes of them: that is in the query's parameters. */
  readonly fingerprint: string;
};

export const UNBOUND: ModelSecurity = Object.freeze({
  rows: undefined,
  hidden: NOTHING_HIDDEN,
  fingerprint: 'unbound',
});

/**
 * The rules of the roles that the caller is in, by name. A model has roles and the caller is in none: nothing is seen
 * (F-03). Roles add up, but row filters in one and hidden objects in another cannot be told together: such a caller's
 * queries are refused (F-16).
 */
export function modelSecurity(index: ModelIndex, roleNames: readonly string[]): ModelSecurity {
  const { model } = index;
  if (model.roles.length === 0) return UNBOUND;
  const roles = model.roles.filter(
    ({ name, modelPermission }) => roleNames.includes(name) && READING.includes(modelPermission),
  );
  refuseMixture(roles);
  return {
    rows: { roles: roles.map((role) => ({ filters: filtersOf(index, role) })) },
    hidden: hiddenIn(roles),
    fingerprint: JSON.stringify(roles.map(({ name }) => name).sort()),
  };
}

/** Roles of the other kinds let nobody read, and so count like none. */
const READING: readonly Role['modelPermission'][] = ['read', 'readRefresh', 'administrator'];

function filtersOf(index: ModelIndex, { name, tablePermissions }: Role) {
  return tablePermissions.flatMap(({ table, filterExpression }) => {
    if (filterExpression === undefined) return [];
    const object = `role '${name}' on table '${index.model.tables[table]?.name ?? ''}'`;
    const bound = bindRowFilter(index, { table, expression: filterExpression, object });
    // A filter that cannot be read lets nothing through.
    if (bound.kind === 'problems') return [{ table, scope: -1, condition: NEVER }];
    return [{ table, scope: bound.tree.scope, condition: bound.tree.value }];
  });
}

const NEVER: BoundScalar = { kind: 'constant', type: 'Boolean', value: false };

/** An object is hidden where every role of the caller hides it. */
function hiddenIn(roles: readonly Role[]): HiddenObjects {
  const [first, ...others] = roles;
  if (first === undefined) return NOTHING_HIDDEN;
  const hidesTable = (role: Role, table: number) =>
    role.tablePermissions.some((one) => one.table === table && one.metadataPermission === 'none');
  const hidesColumn = (role: Role, table: number, column: number) =>
    hidesTable(role, table) ||
    role.tablePermissions.some((one) => one.table === table && one.hiddenColumns.includes(column));
  return {
    tables: first.tablePermissions.flatMap(({ table }) =>
      roles.every((role) => hidesTable(role, table)) ? [table] : [],
    ),
    columns: first.tablePermissions.flatMap(({ table, hiddenColumns }) =>
      hiddenColumns.flatMap((column) =>
        others.every((role) => hidesColumn(role, table, column)) ? [{ table, column }] : [],
      ),
    ),
  };
}

function refuseMixture(roles: readonly Role[]): void {
  const hides = ({ tablePermissions }: Role) =>
    tablePermissions.some(
      ({ metadataPermission, hiddenColumns }) => metadataPermission === 'none' || hiddenColumns.length > 0,
    );
  const filters = ({ tablePermissions }: Role) =>
    tablePermissions.some(({ filterExpression }) => filterExpression !== undefined);
  if (roles.length > 1 && roles.some(hides) && roles.some(filters)) {
    const what = 'Your roles of this model hide objects in one and rows in another, which cannot be combined.';
    throw new Fault('question-invalid', { what });
  }
}
